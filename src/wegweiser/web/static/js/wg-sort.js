// <wg-sort action>: entries with data-id in lists with data-list, moved by mouse, by Alt+arrow keys or by buttons with
// data-move; each move is posted as id, list and place, and told in the status line. Without an action it stays on the
// page, for the form around it to send. With `lazy` dragging is loaded when a pointer comes. A list with
// data-flow="across" runs from left to right; phases and lanes stay in their own list.

let sortable = null;

/** @param {import("./app.js").Tools} tools */
const load = (tools) => (sortable ??= new Promise((done, failed) => {
  if (window.Sortable) return done(window.Sortable);
  const script = Object.assign(document.createElement("script"), { src: tools.source("sortable") });
  script.onload = () => done(window.Sortable);
  script.onerror = failed;
  return document.head.append(script);
}));

/** @param {HTMLElement} list */
const kind = (list) => (/^(lanes:|phases$)/.test(list.dataset.list) ? list.dataset.list : "");
const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.drags = [];
    if (!this.heard) this.listen();
    let begun = false;
    const begin = () => {
      if (!begun) load(tools).then(() => this.arm(), () => {});
      begun = true;
    };
    if (!this.hasAttribute("lazy")) begin();
    // Keys and buttons need no library; it comes when somebody's pointer or finger does.
    else for (const sign of ["pointerover", "pointerdown"]) this.addEventListener(sign, begin, { once: true });
  }

  disconnectedCallback() {
    for (const drag of this.drags) drag.destroy();
    this.drags = [];
  }

  get lists() {
    return [...this.querySelectorAll("[data-list]")];
  }

  /** Makes every list a place to drag to; called again after lists came in, it looks after the new ones alone. */
  arm() {
    this.group ??= this.getAttribute("group") || `wg-${Math.random().toString(36).slice(2)}`;
    const { group } = this;
    for (const drag of this.drags) if (!this.contains(drag.el)) drag.destroy();
    this.drags = this.drags.filter((drag) => drag.el);
    const armed = new Set(this.drags.map((drag) => drag.el));
    this.drags.push(...this.lists.filter((list) => !armed.has(list)).map((list) => window.Sortable.create(list, {
      group: `${group}-${kind(list)}`, draggable: ">[data-id]",
      direction: list.dataset.flow === "across" ? "horizontal" : "vertical", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      handle: this.getAttribute("handle") ?? undefined, filter: "wg-edit,textarea,input,select", preventOnFilter: false,
      ghostClass: "ghost", dragClass: "drag", delay: 120, delayOnTouchOnly: true,
      onStart: (event) => {
        this.from = { list: event.from, before: event.item.nextElementSibling };
        this.dataset.held = "";
      },
      onEnd: (event) => {
        if (event.from !== event.to || event.oldDraggableIndex !== event.newDraggableIndex) this.moved(event.item, this.from);
        delete this.dataset.held;
        if (!tools.busy()) document.dispatchEvent(new Event("wg:rest"));
      },
    })));
  }

  listen() {
    this.heard = true;
    this.addEventListener("keydown", (event) => {
      const way = event.altKey && !event.ctrlKey && !event.metaKey ? WAYS[event.key] : "";
      const item = way && !event.target.closest("textarea,input,select") && event.target.closest("[data-id]");
      if (!item) return;
      event.preventDefault();
      this.shift(item, way, event.target);
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.shift(button.closest("[data-id]"), button.dataset.move, button);
    });
    this.addEventListener("htmx:after:swap", () => { if (window.Sortable) this.arm(); });
  }

  /** @param {HTMLElement} item @param {string} way @param {HTMLElement} focus */
  shift(item, way, focus) {
    const list = item.closest("[data-list]");
    const entries = [...list.querySelectorAll(":scope > [data-id]")];
    const at = entries.indexOf(item);
    const from = { list, before: item.nextElementSibling };
    const [back, on] = list.dataset.flow === "across" ? ["left", "right"] : ["up", "down"];
    if (way === back && at > 0) entries[at - 1].before(item);
    else if (way === on && at < entries.length - 1) entries[at + 1].after(item);
    else if (on === "down" && (way === "left" || way === "right")) {
      const alike = this.lists.filter((one) => kind(one) === kind(list));
      const next = alike[alike.indexOf(list) + (way === "left" ? -1 : 1)];
      if (!next) return;
      next.append(item);
    } else return;
    focus.focus();
    this.moved(item, from);
  }

  /** Posts where an entry now is; what could not be kept goes back. */
  moved(item, from) {
    const list = item.closest("[data-list]");
    const entries = [...list.querySelectorAll(":scope > [data-id]")];
    const place = entries.indexOf(item);
    const fields = JSON.parse(this.getAttribute("fields") ?? "{}");
    this.tell(item, list, place, entries.length);
    const told = (page) =>
      this.dispatchEvent(new CustomEvent("wg:moved", { bubbles: true, detail: { id: item.dataset.id, place, page } }));
    if (!this.hasAttribute("action")) return void told();
    const sent = { ...fields, id: item.dataset.id, list: list.dataset.list, place: String(place) };
    // One after another: a second press counts from where the first one leads.
    return tools.queue(async () => {
      let answer = null;
      let page = null;
      try {
        answer = await tools.post(this.getAttribute("action"), sent);
        page = tools.parse(await answer.text());
      } catch { /* Told below, like every other failure. */ }
      if (answer?.ok && page) return void told(page);
      from.list.insertBefore(item, from.before?.parentElement === from.list ? from.before : null);
      tools.say(tools.problem(page) || tools.word("failed"), "bad");
    });
  }

  tell(item, list, place, total) {
    const named = item.dataset.name ?? (item.querySelector("b") ?? item).textContent.trim();
    const where = list.getAttribute("aria-label") ?? "";
    tools.say(tools.word("moved", { item: named, place: place + 1, total, list: where }));
  }
};
