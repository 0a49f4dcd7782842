// <wg-points action data-look data-whole>: assumed points of a curve, moved up and down by dragging, by arrow keys or by
// the buttons beside them, in halves from -2 to +2; each move is one edit, and the map draws the curve anew.

const STEPS = { ArrowUp: 0.5, ArrowDown: -0.5, PageUp: 1, PageDown: -1, Home: -4, End: 4 };
const REST = 450;

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
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
    clearTimeout(this.timer);
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
    const from = { y: event.clientY, value: this.value(knob) };
    const follow = (move) => this.move(knob, from.value + (from.y - move.clientY) / Number(this.dataset.whole));
    knob.addEventListener("pointermove", follow);
    knob.addEventListener("lostpointercapture", () => {
      knob.removeEventListener("pointermove", follow);
      if (this.value(knob) !== from.value) this.later(knob, 0);
    }, { once: true });
  }

  later(knob, wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(knob), wait);
  }

  /** Posts where a point now is; where that fails, the map as it stands is drawn again. */
  async save(knob) {
    const { point } = knob.parentElement.dataset;
    const map = this.closest("wg-map");
    const fields = { "edit.edit": "edit_point", "edit.id": point, "edit.value": knob.getAttribute("aria-valuenow") };
    let answer = null;
    try {
      answer = await tools.post(this.getAttribute("action"), { ...fields, look: this.dataset.look });
    } catch { /* Told below, like every other failure. */ }
    if (!answer?.ok) {
      tools.say(tools.word(answer ? "failed" : "unsent"), "bad");
      map.ask(false, -1);
      return;
    }
    map.place(tools.parse(await answer.text()));
    const again = [...map.querySelectorAll("[data-point]")].find((one) => one.dataset.point === point);
    again?.querySelector(".knob").focus({ preventScroll: true });
  }
};
