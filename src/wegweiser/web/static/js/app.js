// What every page needs: the status line, the connection, dialogs, and elements loaded where one stands on the page.

/**
 * @typedef {object} Tools
 * @property {(text: string, tone?: string) => void} say - Puts a sentence into the status line.
 * @property {(name: string, values?: Record<string, unknown>) => string} word - A message in the visitor's language.
 * @property {(action: string, fields?: Record<string, string>) => Promise<Response>} post - Posts a form's fields.
 * @property {(act: () => Promise<unknown>) => Promise<unknown>} queue - Does it when all that was queued before is done.
 * @property {() => boolean} busy - Whether something queued is not done yet; then comes `wg:rest` on the document.
 * @property {(markup: string) => Document} parse - Reads markup without running anything.
 * @property {(page: Document | null) => string} problem - What an answer says is wrong, or nothing.
 * @property {(node: Element) => void} process - Lets htmx see what came in.
 * @property {(name: string) => string} source - The address of a script, with the mark of its content.
 */

const here = document.getElementById("wg-app");
const line = document.getElementById("wg-said");
const LATER = "wg:said";
const SLOW = 1000;
let timer = 0;
let slow = 0;
let open = 0;
let last = Promise.resolve();

/** @type {Tools} */
export const tools = {
  say(text, tone = "") {
    if (!line) return;
    clearTimeout(timer);
    line.dataset.tone = tone;
    line.textContent = text;
    timer = setTimeout(() => { line.textContent = ""; }, tone === "bad" ? 9000 : 4000);
  },
  word(name, values = {}) {
    return (line?.dataset[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
  },
  async post(action, fields = {}) {
    const body = new URLSearchParams(fields);
    for (const field of document.querySelectorAll("#wg-csrf input")) body.set(field.name, field.value);
    const answer = await fetch(action, { method: "POST", body, headers: { "HX-Request": "true" } });
    told(answer.headers);
    const to = answer.headers.get("hx-redirect");
    if (to) location.assign(to);
    return answer;
  },
  queue(act) {
    open += 1;
    slow ||= setTimeout(() => tools.say(tools.word("saving")), SLOW);
    const done = last.then(act).finally(() => {
      open -= 1;
      if (open) return;
      clearTimeout(slow);
      slow = 0;
      if (line?.textContent === tools.word("saving")) tools.say("");
      document.dispatchEvent(new Event("wg:rest"));
    });
    last = done.catch(() => {});
    return done;
  },
  busy: () => open > 0,
  problem: (page) => page?.querySelector("[data-problem]")?.textContent.trim().replace(/\s+/g, " ") ?? "",
  parse: (markup) => new DOMParser().parseFromString(markup, "text/html"),
  process(node) {
    window.htmx?.process(node);
    wake(node);
  },
  source: (name) => here?.dataset[name] ?? "",
};

/** Says what an answer tells in its header; a sentence that leads elsewhere is said there. */
function told(headers) {
  const said = headers.get("x-told");
  if (!said) return;
  const text = JSON.parse(said);
  if (headers.get("hx-redirect")) sessionStorage.setItem(LATER, text);
  else tools.say(text);
}

const loading = new Set();

/** Loads the module of every element that stands below a node and is not known yet. */
function wake(root) {
  for (const element of root.querySelectorAll?.(":not(:defined)") ?? []) {
    const tag = element.localName;
    const address = tag.startsWith("wg-") ? here?.dataset[tag.slice(3)] : "";
    if (!address || loading.has(tag)) continue;
    loading.add(tag);
    import(address).then((module) => customElements.define(tag, module.default(tools)));
  }
}

function connection() {
  const notice = document.getElementById("wg-lost");
  const lost = !navigator.onLine || document.documentElement.dataset.lost === "1";
  if (!notice || notice.hidden === !lost) return;
  notice.textContent = lost ? tools.word("offline") : "";
  notice.hidden = !lost;
  if (!lost) tools.say(tools.word("online"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-dialog],[data-shortcuts]");
  if (!button) return;
  const dialog = document.getElementById(button.dataset.dialog ?? "shortcuts");
  button.closest("[popover]")?.hidePopover();
  dialog?.showModal();
});
document.addEventListener("change", (event) => {
  const said = event.target.closest?.(".picked")?.querySelector("[data-picked]");
  if (said && event.target.files?.length) said.textContent = event.target.files[0].name;
});
document.addEventListener("wg:say", (event) => tools.say(event.detail.text, event.detail.tone));
document.addEventListener("wg:connection", (event) => {
  document.documentElement.dataset.lost = event.detail.lost ? "1" : "0";
  connection();
});
document.addEventListener("htmx:after:swap", () => wake(document));
document.addEventListener("htmx:after:request", (event) => told(event.detail.ctx.response.headers));
document.addEventListener("htmx:error", () => tools.say(tools.word("failed"), "bad"));
document.addEventListener("htmx:response:error", (event) => {
  // Where nothing is put in place, the answer's own words are said instead.
  const { ctx } = event.detail;
  const stays = ctx.swap === "none" || ctx.sourceElement?.hasAttribute?.("hx-status:4xx");
  if (!stays && ctx.response.status < 500) return;
  tools.say(tools.problem(tools.parse(ctx.text)) || tools.word("failed"), "bad");
});
window.addEventListener("online", connection);
window.addEventListener("offline", connection);

const later = sessionStorage.getItem(LATER);
if (later) {
  sessionStorage.removeItem(LATER);
  tools.say(later);
}
wake(document);
connection();
document.documentElement.dataset.ready = "1";
