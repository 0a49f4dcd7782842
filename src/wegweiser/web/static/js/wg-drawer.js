// <wg-drawer>: shows the page a link leads to at the right side, over the page one is on; without it the link leads there.

const NARROW = "(max-width: 999.9px)";

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.opener = null;
    this.asked = 0;
    this.onClick = (event) => {
      const link = event.target.closest?.("a[data-drawer]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.show(link);
    };
    this.onKey = (event) => {
      const modal = document.querySelector("dialog:modal,[popover]:popover-open");
      if (event.key === "Escape" && !event.defaultPrevented && this.dialog.open && !modal) this.hide();
    };
    document.addEventListener("click", this.onClick);
    document.addEventListener("keydown", this.onKey);
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.hide();
    });
    this.dialog.addEventListener("close", () => this.left());
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.onClick);
    document.removeEventListener("keydown", this.onKey);
  }

  /** @param {HTMLAnchorElement} link */
  async show(link) {
    const asked = ++this.asked;
    let part;
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      const page = tools.parse(await answer.text());
      part = page.querySelector("[data-part]") ?? page.querySelector("main") ?? page.body;
    } catch {
      tools.say(tools.word("failed"), "bad");
      return;
    }
    if (asked !== this.asked) return;
    this.opener?.removeAttribute("aria-expanded");
    this.opener = link;
    link.setAttribute("aria-expanded", "true");
    // A part is taken apart so that its head, body and foot are rows of the drawer.
    this.dialog.replaceChildren(...(part.matches("[data-part]") ? part.childNodes : [part]));
    tools.process(this.dialog);
    if (!this.dialog.open) {
      if (matchMedia(NARROW).matches) this.dialog.showModal();
      else this.dialog.show();
    }
    const first = this.dialog.querySelector("[autofocus]") ?? this.dialog.querySelector("#drawer-title");
    if (first && first.id === "drawer-title") first.tabIndex = -1;
    first?.focus();
    this.dispatchEvent(new CustomEvent("wg:drawer", { bubbles: true, detail: { href: link.href } }));
  }

  hide() {
    this.asked += 1;
    if (this.dialog.open) this.dialog.close();
  }

  left() {
    const link = this.opener;
    link?.removeAttribute("aria-expanded");
    // What was done in the drawer may have drawn the page anew: then the same link stands there again.
    const same = () => [...document.querySelectorAll("a[data-drawer]")].find((one) => one.href === link?.href);
    (link?.isConnected ? link : same())?.focus();
    this.opener = null;
  }
};
