// <wg-points action data-look data-whole>: assumed points of a curve, moved up and down by dragging, by arrow keys or by
// the buttons beside them, in halves from -2 to +2. Presses within REST ms of each other are one edit, and none is lost:
// the map draws nothing anew while a point is held (data-held), and a point left is saved at once.

const STEPS = { ArrowUp: 0.5, ArrowDown: -0.5, PageUp: 1, PageDown: -1, Home: -4, End: 4 };
const REST = 450;

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.map = this.closest("wg-map");
    this.addEventListener("focusout", () => { if (!this.grasped) this.save(); });
    this.addEventListener("keydown", (event) => {
      const knob = event.target.closest(".knob");
      if (!knob || !(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.move(knob, this.value(knob) + STEPS[event.key]);
      this.later(knob, REST);
    });
    this.addEventListener("click", (event) => {
      const by = event.target.closest("[data-by]");
      const knob = by?.parentElement.querySelector(".knob");
      if (!knob) return;
      this.move(knob, this.value(knob) + Number(by.dataset.by));
      this.later(knob, REST);
    });
    this.addEventListener("pointerdown", (event) => this.grasp(event));
  }

  disconnectedCallback() {
    this.save();
  }

  /** @param {Element} knob */
  value(knob) {
    return Number(knob.getAttribute("aria-valuenow"));
  }

  /** Shows a point at a value, in halves and within the scale. */
  move(knob, value) {
    const kept = Math.min(2, Math.max(-2, Math.round(value * 2) / 2));
    const lang = document.documentElement.lang;
    const text = new Intl.NumberFormat(lang, { signDisplay: "exceptZero" }).format(kept).replace("-", "\u2212");
    knob.setAttribute("aria-valuenow", String(kept));
    knob.setAttribute("aria-valuetext", text);
    knob.parentElement.style.top = `${this.clientHeight / 2 - kept * Number(this.dataset.whole)}px`;
  }

  /** @param {PointerEvent} event */
  grasp(event) {
    const knob = event.target.closest(".knob");
    if (!knob || event.button) return;
    knob.setPointerCapture(event.pointerId);
    this.grasped = true;
    this.dataset.held = "";
    const from = { y: event.clientY, value: this.value(knob) };
    const follow = (move) => this.move(knob, from.value + (from.y - move.clientY) / Number(this.dataset.whole));
    knob.addEventListener("pointermove", follow);
    knob.addEventListener("lostpointercapture", () => {
      knob.removeEventListener("pointermove", follow);
      this.grasped = false;
      if (this.value(knob) !== from.value) this.later(knob, 0);
      else if (!this.held) {
        delete this.dataset.held;
        document.dispatchEvent(new Event("wg:rest"));
      }
    }, { once: true });
  }

  /** Saves in a moment; what another point still waits for is saved first. */
  later(knob, wait) {
    if (this.held && this.held !== knob) this.save();
    this.held = knob;
    this.dataset.held = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Saves the point that is held, if one is. */
  save() {
    clearTimeout(this.timer);
    const knob = this.held;
    if (!knob) return;
    this.held = null;
    const { point } = knob.parentElement.dataset;
    const fields = { "edit.edit": "edit_point", "edit.id": point, "edit.value": knob.getAttribute("aria-valuenow") };
    tools.queue(() => this.send(fields));
    delete this.dataset.held;
  }

  /** Posts where a point now is; where that fails, the map as it stands is drawn again. */
  async send(fields) {
    let answer = null;
    let page = null;
    try {
      answer = await tools.post(this.getAttribute("action"), { ...fields, look: this.dataset.look });
      page = tools.parse(await answer.text());
    } catch { /* Told below, like every other failure. */ }
    if (answer?.ok && page) {
      this.map.place(page);
      return;
    }
    tools.say(tools.word(answer ? "failed" : "unsent"), "bad");
    this.map.ask(false, -1);
  }
};
