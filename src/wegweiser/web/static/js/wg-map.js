// <wg-map data-map data-revision data-look>: keeps the drawn map up to date. Answers to edits and what others do arrive as
// parts with the ids of what they replace; a cell somebody is typing in waits until she is done.

const PRESSED = "button,a";

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    /** @type {Map<string, Element>} */
    this.waiting = new Map();
    this.watcher = new MutationObserver(() => this.read());
    this.watcher.observe(this, { childList: true });
    this.heard = {
      "wg:changed": (event) => this.changed(event.detail),
      "wg:fresh": () => this.ask(true, -1),
      "wg:moved": () => this.ask(),
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

  /** @param {{revision: number}} change */
  changed({ revision }) {
    if (revision > this.revision) this.ask(true);
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
      if (answer.ok) this.place(tools.parse(await answer.text()), others);
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

  /** @param {ParentNode} page @param {boolean} others */
  place(page, others = false) {
    const news = page.querySelector("#map-news[data-revision]");
    if (news) this.put(news, others);
  }

  /** @param {Element} news @param {boolean} others - Whether somebody else made the change. */
  put(news, others = false) {
    if (Number(news.dataset.revision) < this.revision) return;
    this.dataset.revision = news.dataset.revision;
    const focus = this.focused();
    for (const part of [...news.children]) {
      this.waiting.set(part.id, part);
      if (others && part.id.startsWith("c-")) part.classList.add("changed");
    }
    this.settle();
    if (focus) this.refocus(focus);
  }

  /** Puts what waits in its place, where nobody is typing there now. */
  settle() {
    let placed = false;
    for (const [id, part] of this.waiting) {
      const old = document.getElementById(id);
      if (old?.querySelector("wg-edit textarea")) {
        if (old.classList.contains("behind") || id === "map-table") continue;
        old.classList.add("behind");
        old.dataset.behind = this.dataset.behind;
        continue;
      }
      this.waiting.delete(id);
      if (!old) continue;
      old.replaceWith(part);
      tools.process(part.parentElement);
      placed = true;
    }
    if (placed && window.Sortable) for (const sort of document.querySelectorAll("wg-sort")) sort.arm?.();
  }

  /** @returns {object | null} Where the focus is, to be found again once its surroundings are drawn anew. */
  focused() {
    const active = document.activeElement;
    const cell = this.contains(active) && active.closest("[id^=c-],[id^=h-],[id^=l-],#map-head,#map-points");
    if (!cell) return null;
    const thing = active.closest("[data-id]");
    const nth = [...(thing ?? cell).querySelectorAll(PRESSED)].indexOf(active);
    const at = [...cell.querySelectorAll("[data-id]")].indexOf(thing);
    return { cell: cell.id, id: thing?.id, target: thing?.dataset.target, at, nth };
  }

  /** Finds it by its id, by what it stands for, or by its place: an edit may have given it another id. */
  refocus({ cell, id, target, at, nth }) {
    const now = document.getElementById(cell);
    if (!now || this.contains(document.activeElement)) return;
    const things = [...now.querySelectorAll("[data-id]")];
    const thing = at < 0 ? now
      : things.find((one) => one.id === id) ?? things.find((one) => one.dataset.target === target) ?? things[at] ?? now;
    const pressed = thing.querySelectorAll(PRESSED);
    (pressed[nth] ?? pressed[0])?.focus({ preventScroll: true });
  }

  /** Sends a form of edits and keeps what was typed where it could not be saved. */
  async sent(event) {
    const form = event.target.closest("form[data-edits]");
    if (!form) return;
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form, event.submitter));
    let answer;
    try {
      answer = await tools.post(form.action, { ...fields, look: this.dataset.look });
    } catch {
      tools.say(tools.word("unsent"), "bad");
      return;
    }
    const page = tools.parse(await answer.text());
    if (answer.ok) {
      this.place(page);
      form.closest("wg-drawer")?.hide();
      return;
    }
    const said = page.querySelector("[data-problem]")?.textContent.trim().replace(/\s+/g, " ") || tools.word("failed");
    tools.say(said, "bad");
  }
};
