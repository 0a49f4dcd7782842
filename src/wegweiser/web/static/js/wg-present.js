// <wg-present>: shows its parts with data-slide one at a time; arrow keys, space, Home and End move, a button with
// data-full fills the screen. The part stands in the address, so that a link leads to it.

const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.classList.add("presenting");
    this.slides = [...this.querySelectorAll("[data-slide]")];
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
    this.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) this.show(this.at + Number(step.dataset.step));
      if (event.target.closest("[data-full]")) this.fill();
    });
    const asked = this.slides.findIndex((slide) => `#${slide.id}` === location.hash);
    this.show(Math.max(0, asked), false);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.target.closest?.("input,textarea,select,dialog") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && event.target.closest?.("button,a,summary")) return;
    const to = NEXT.includes(event.key) ? this.at + 1
      : BACK.includes(event.key) ? this.at - 1
        : { Home: 0, End: this.slides.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(to);
  }

  /** @param {number} to @param {boolean} tell */
  show(to, tell = true) {
    this.at = Math.min(Math.max(to, 0), this.slides.length - 1);
    this.slides.forEach((slide, place) => slide.toggleAttribute("data-shown", place === this.at));
    const slide = this.slides[this.at];
    if (!slide) return;
    const said = tools.word("slide", { n: this.at + 1, total: this.slides.length });
    for (const place of this.querySelectorAll(".at")) place.textContent = said;
    if (!tell) return;
    if (slide.id) history.replaceState(null, "", `#${slide.id}`);
    tools.say(`${said} ${slide.querySelector("h1,h2,h3")?.textContent.trim() ?? ""}`.trim());
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.requestFullscreen?.().catch(() => {});
  }
};
