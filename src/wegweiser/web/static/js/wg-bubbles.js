// <wg-bubbles href words>: keeps the counts of comments on what it holds up to date; a place is known by its data-target.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.heard = ({ detail }) => this.count(detail.target, detail.open);
    document.addEventListener("wg:said", this.heard);
  }

  disconnectedCallback() {
    document.removeEventListener("wg:said", this.heard);
  }

  /** @param {string} target @param {number} open - How many comments stand open there. */
  count(target, open) {
    const place = this.querySelector(`[data-target="${CSS.escape(target)}"]`);
    const known = place?.querySelector(":scope > .cm");
    if (!place || !open) {
      known?.remove();
      return;
    }
    const bubble = known ?? Object.assign(document.createElement("a"), { className: "cm" });
    bubble.href = `${this.getAttribute("href")}?target=${encodeURIComponent(target)}`;
    bubble.dataset.drawer = "";
    bubble.textContent = new Intl.NumberFormat(document.documentElement.lang).format(open);
    bubble.setAttribute("aria-label", (this.getAttribute("words") ?? "").replace("{n}", bubble.textContent));
    if (!known) place.append(bubble);
    tools.process(place);
  }
};
