// <wg-theme>: buttons that choose light, dark or what the system has; a cookie tells the server before it paints.

const YEAR = 31536000;

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme-to]");
      if (button) this.choose(button.dataset.themeTo);
    });
  }

  /** @param {string} theme - system, light or dark. */
  choose(theme) {
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `wg_theme=${theme};path=/;max-age=${YEAR};samesite=lax${secure}`;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of this.querySelectorAll("[data-theme-to]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeTo === theme));
      if (button.dataset.themeTo === theme) tools.say(button.textContent.trim());
    }
  }
};
