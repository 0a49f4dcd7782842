// <wg-upload data-most>: a form with a file field becomes a zone to drop a file on, and shows how far it is sent.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.file = this.querySelector("input[type=file]");
    this.sent = this.querySelector(".sent");
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.file.addEventListener("change", () => this.chosen());
    let inside = 0;
    const over = (event, by) => {
      event.preventDefault();
      inside = by ? Math.max(0, inside + by) : 0;
      this.classList.toggle("over", inside > 0);
    };
    this.addEventListener("dragenter", (event) => over(event, 1));
    this.addEventListener("dragleave", (event) => over(event, -1));
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => {
      over(event, 0);
      if (!event.dataTransfer.files.length) return;
      this.file.files = event.dataTransfer.files;
      this.chosen();
    });
  }

  /** @param {number} bytes */
  size(bytes) {
    const [unit, by] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
    const style = { style: "unit", unit, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / by);
  }

  chosen() {
    const file = this.file.files[0];
    const most = Number(this.dataset.most) || Infinity;
    if (!file) return;
    if (file.size > most) {
      this.file.value = "";
      tools.say(tools.word("large", { name: file.name }), "bad");
      return;
    }
    this.querySelector(".drop b").textContent = `${file.name} · ${this.size(file.size)}`;
    // A form that asks nothing else is sent at once.
    if (this.hasAttribute("data-now")) this.form.requestSubmit();
  }

  send() {
    const file = this.file.files[0];
    const request = new XMLHttpRequest();
    const [said, bar] = [this.sent.querySelector(".sm"), this.sent.querySelector(".bar")];
    const progress = (share) => {
      const percent = Math.round(share * 100);
      said.textContent = tools.word("sending", { name: file?.name ?? "", percent });
      bar.setAttribute("aria-valuenow", String(percent));
      bar.firstElementChild.style.width = `${percent}%`;
    };
    request.open("POST", this.form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => progress(event.loaded / (event.total || 1)));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.failed(tools.word("failed")));
    this.sent.hidden = false;
    for (const button of this.form.querySelectorAll("button")) button.disabled = true;
    progress(0);
    request.send(new FormData(this.form));
  }

  /** Goes where the server says, or puts its markup in place of the form. */
  answered(request) {
    const to = request.getResponseHeader("hx-redirect");
    if (to) return location.assign(to);
    const page = tools.parse(request.responseText);
    const problem = page.querySelector("[data-problem]");
    if (request.status >= 400) return this.failed(problem?.textContent.trim().replace(/\s+/g, " ") || tools.word("failed"));
    const parent = this.parentElement;
    this.replaceWith(...page.body.childNodes);
    return tools.process(parent);
  }

  failed(text) {
    this.sent.hidden = true;
    for (const button of this.form.querySelectorAll("button")) button.disabled = false;
    tools.say(text, "bad");
  }
};
