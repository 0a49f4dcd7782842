// <wg-map data-map data-revision data-look>: keeps the drawn map up to date. Answers to edits and what others do arrive as
// parts with the ids of what they replace. A cell somebody is typing in waits until she is done, and everything waits
// while an edit is under way or something is held: no key or drag meets a map that was drawn anew beneath it.

const { default: focused } = await import(document.getElementById("wg-app").dataset.focus);

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, Element>} */
    this.waiting = new Map();
    this.told = 0;
    this.watcher = new MutationObserver(() => this.read());
    this.watcher.observe(this, { childList: true });
    this.heard = {
      "wg:changed": (event) => this.changed(event.detail),
      "wg:fresh": () => this.ask(true, -1),
      "wg:moved": ({ target, detail }) => (this.contains(target) ? this.place(detail.page) : this.ask()),
      "wg:rest": () => this.rest(),
      submit: (event) => this.sent(event),
    };
    for (const [name, hear] of Object.entries(this.heard)) document.addEventListener(name, hear);
    this.addEventListener("focusout", () => setTimeout(() => this.settle()));
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    for (const [name, hear] of Object.entries(this.heard)) document.removeEventListener(name, hear);
  }

  get revision() {
    return Number(this.dataset.revision);
  }

  /** An edit of one's own is told, too; its answer is on the way. @param {{revision: number}} change */
  changed({ revision }) {
    this.told = Math.max(this.told, revision);
    if (!tools.busy()) this.rest();
  }

  rest() {
    this.settle();
    if (this.told > this.revision) this.ask(true);
  }

  /** Fetches what changed since the revision shown; one question at a time. */
  async ask(others = false, since = this.revision) {
    if (this.asking) {
      this.again = true;
      return;
    }
    const address = `/maps/${encodeURIComponent(this.dataset.map)}/parts?since=${since}&${this.dataset.look}`;
    this.asking = fetch(address, { headers: { "HX-Request": "true" } });
    try {
      const answer = await this.asking;
      if (answer.ok) this.place(tools.parse(await answer.text()), others, true);
    } catch { /* The stream says when the connection is lost; the next change asks again. */ }
    this.asking = null;
    if (this.again) {
      this.again = false;
      this.ask(others);
    }
  }

  /** Takes the news an inline edit put into the slot. */
  read() {
    const news = this.querySelector(":scope > #map-news[data-revision]");
    if (!news) return;
    const slot = Object.assign(document.createElement("div"), { id: "map-news", hidden: true });
    news.replaceWith(slot);
    this.put(news);
  }

  /** @param {ParentNode} page @param {boolean} others @param {boolean} whole */
  place(page, others = false, whole = false) {
    const news = page.querySelector("#map-news[data-revision]");
    if (news) this.put(news, others, whole);
  }

  /**
   * @param {Element} news @param {boolean} others - Whether somebody else made the change.
   * @param {boolean} whole - Whether it holds all that is newer; the answer to an edit holds that edit alone.
   */
  put(news, others = false, whole = false) {
    const revision = Number(news.dataset.revision);
    if (revision < this.revision) return;
    const missed = !whole && revision > this.revision + (news.childElementCount ? 1 : 0);
    if (missed) this.told = Math.max(this.told, revision);
    else this.dataset.revision = news.dataset.revision;
    for (const part of [...news.children]) {
      part.theirs = others;
      if (others && part.id.startsWith("c-")) part.classList.add("changed");
      this.waiting.get("map-table")?.querySelector(`#${CSS.escape(part.id)}`)?.replaceWith(part.cloneNode(true));
      this.waiting.set(part.id, part);
    }
    if (!tools.busy()) this.rest();
  }

  /** Puts what waits in its place, where nobody is typing there now. */
  settle() {
    if (!this.waiting.size || tools.busy() || this.querySelector("[data-held]")) return;
    const refocus = focused();
    const placed = [];
    for (const [id, part] of this.waiting) {
      const old = document.getElementById(id);
      if (old?.querySelector("wg-edit textarea")) {
        if (!part.theirs || id === "map-table") continue;
        old.classList.add("behind");
        old.dataset.behind = this.dataset.behind;
        continue;
      }
      this.waiting.delete(id);
      if (!old || old.isEqualNode(part)) continue;
      old.replaceWith(part);
      placed.push(part);
    }
    for (const part of placed) tools.process(part);
    if (placed.length && window.Sortable) for (const sort of document.querySelectorAll("wg-sort")) sort.arm?.();
    refocus();
  }

  /** Sends a form of edits and keeps what was typed where it could not be saved. */
  async sent(event) {
    const form = event.target.closest("form[data-edits]");
    if (!form) return;
    event.preventDefault();
    const fields = { ...Object.fromEntries(new FormData(form, event.submitter)), look: this.dataset.look };
    let answer = null;
    let page = null;
    await tools.queue(async () => {
      try {
        answer = await tools.post(form.action, fields);
        page = tools.parse(await answer.text());
      } catch { /* Told below. */ }
      if (answer?.ok && page) this.place(page);
    });
    if (answer?.ok) form.closest("wg-drawer")?.hide();
    else tools.say(answer ? tools.problem(page) || tools.word("failed") : tools.word("unsent"), "bad");
    // What can be undone all the same stands beside the button until something else happens.
    const rest = page?.getElementById("map-rest");
    if (answer?.ok || !rest) return;
    document.getElementById("map-rest")?.replaceWith(rest);
    rest.querySelector("button").focus();
  }
};
