// Looks at the built book in headless Chromium.
//
//   node checks/browser.mjs                 all pages of book/, served by `cargo book` and as files
//   node checks/browser.mjs --self-test     see that a bad page fails
//   node checks/browser.mjs --screenshots F also write pictures of every page into the folder F
//
// Every page must load without an error in the console, ask nobody else for anything, have its
// formulas set and its links leading somewhere, fit a phone, and pass axe's accessibility rules
// in the light and the dark theme. What a reader does by hand is done once: hidden lines, search,
// the menu of themes, the edit and print links. The sliders of every figure are moved: the number
// must be the one that a closed form gives, the picture must follow and come back to that of the
// page, and without scripts there must be the still picture alone.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

let chromium;
let axe;
try {
  ({ chromium } = await import("playwright-core"));
  axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
} catch (error) {
  fail(`${error.message}\ninstall what this needs with: npm ci --prefix checks`);
}

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BOOK = join(ROOT, "book");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** A page that notes everything that should not happen while it is open. */
async function watchedPage(context, origin, problems) {
  const page = await context.newPage();
  const where = () => page.url().replace(origin, "");
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(origin) || url.startsWith("data:") || url.startsWith("blob:")) {
      return route.continue();
    }
    problems.push(`${where()}: asks for ${url}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      problems.push(`${where()}: console: ${message.text()} ${message.location().url}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`${where()}: script error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${where()}: ${response.status()} for ${response.url()}`);
  });
  return page;
}

async function open(page, url) {
  await page.goto(url, { waitUntil: "load" });
  await settled(page);
}

async function settled(page) {
  await page.evaluate(() => document.fonts.ready);
  // A narrower window closes the list of chapters, which takes a moment.
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
  // What stays hidden is reported by `inspect`.
  await page.waitForSelector(".figure-sliders[hidden]", { state: "detached", timeout: 5000 }).catch(() => {});
}

/** What can be seen from inside the page: formulas, figures, anchors, overflow. */
function inspect() {
  const found = [];
  const main = document.querySelector("main") ?? document.body;
  const prose = main.cloneNode(true);
  prose.querySelectorAll("code, pre, .katex, math, svg, script, style").forEach((e) => e.remove());
  const raw = prose.textContent.match(/\$[^$]{0,40}|\{\{[^}]{0,40}|\\[a-zA-Z]+[^ ]{0,20}/);
  if (raw) found.push(`something was not set: ${raw[0]}`);
  for (const formula of main.querySelectorAll(".katex")) {
    if (!formula.querySelector("math")) found.push("a formula without MathML");
    if (formula.querySelector(".katex-error, merror")) found.push(`KaTeX error: ${formula.textContent}`);
  }
  const styled = main.querySelector(".katex-html");
  if (styled && !getComputedStyle(styled.parentElement).fontFamily.includes("KaTeX")) {
    found.push("KaTeX's stylesheet does not apply");
  }
  if (styled && ![...document.fonts].some((f) => f.family.includes("KaTeX") && f.status === "loaded")) {
    found.push("KaTeX's fonts were not loaded");
  }
  for (const figure of main.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    const box = svg?.getBoundingClientRect();
    if (!box || box.width < 100 || box.height < 100) found.push("a figure is not to be seen");
    if (!svg?.querySelector("title")) found.push("a figure without a title");
    if (!figure.querySelector("figcaption")?.textContent.trim()) found.push("a figure without a caption");
  }
  for (const sliders of main.querySelectorAll(".figure-sliders")) {
    if (sliders.hidden) found.push("sliders are not connected");
  }
  for (const cell of main.querySelectorAll(".cell")) {
    if (!cell.querySelector(".cell-mark")?.textContent.includes("verified")) found.push(`cell ${cell.id} has no mark`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const seen = new Set();
  const twice = new Set(ids.filter((id) => seen.has(id) || !seen.add(id)));
  if (twice.size) found.push(`ids used twice: ${[...twice].join(", ")}`);
  const doc = document.scrollingElement;
  if (doc.scrollWidth > window.innerWidth + 1) {
    const wide = [...main.querySelectorAll("*")].find((e) => {
      const overflows = e.getBoundingClientRect().right > window.innerWidth + 1;
      for (let p = e.parentElement; overflows && p && p !== main; p = p.parentElement) {
        if (["auto", "scroll", "hidden"].includes(getComputedStyle(p).overflowX)) return false;
      }
      return overflows;
    });
    found.push(`wider than the window (${doc.scrollWidth} > ${window.innerWidth}): ${wide?.outerHTML.slice(0, 120)}`);
  }
  const links = [...document.querySelectorAll("a[href]")].map((a) => a.href);
  return { found, ids, links, moves: main.querySelector(".figure-sliders") !== null };
}

async function accessibility(page, problems, where) {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    // mdBook's own chrome has its own keepers; ours is what is on the page.
    window.axe.run(document.querySelector("main"), {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
      // It would fetch the stylesheets again, which a page opened as a file may not.
      preload: false,
    }),
  );
  for (const violation of result.violations) {
    const node = violation.nodes[0];
    problems.push(`${where}: ${violation.id}: ${violation.help}: ${node.html.slice(0, 160)} (${violation.nodes.length}×) ${node.any?.[0]?.message ?? ""}`);
  }
}

async function setTheme(page, theme) {
  await page.evaluate((name) => {
    localStorage.setItem("mdbook-theme", name);
  }, theme);
  await page.reload({ waitUntil: "load" });
  await settled(page);
}

/** Visits every page that can be reached from the first; where asked for, in every theme and width. */
async function visitAll(browser, start, problems, { themes = ["light", "navy"], screenshots } = {}) {
  const origin = start.replace(/index\.html$/, "");
  const context = await browser.newContext({ viewport: WIDE });
  const page = await watchedPage(context, origin, problems);
  const pages = new Map();
  const waiting = [start];
  const links = [];
  const moving = [];
  while (waiting.length) {
    const url = waiting.shift();
    if (pages.has(url)) continue;
    await open(page, url);
    const where = url.replace(origin, "") || "index.html";
    console.log(where);
    const { found, ids, links: out, moves } = await page.evaluate(inspect);
    pages.set(url, new Set(ids));
    problems.push(...found.map((what) => `${where}: ${what}`));
    for (const link of out) {
      if (!link.startsWith(origin)) continue;
      const [target, fragment] = link.split("#");
      links.push([where, target, fragment]);
      if (target.endsWith(".html") && !pages.has(target)) waiting.push(target);
    }
    if (where === "print.html" || where === "toc.html") continue;
    if (moves) moving.push(url);
    for (const theme of themes) {
      await setTheme(page, theme);
      for (const [name, size] of [["wide", WIDE], ["phone", PHONE]]) {
        await page.setViewportSize(size);
        await settled(page);
        const { found } = await page.evaluate(inspect);
        problems.push(...found.map((what) => `${where} (${theme}, ${name}): ${what}`));
        if (name === "wide") await accessibility(page, problems, `${where} (${theme})`);
        if (screenshots) {
          const file = `${where.replace(/[/.]html|\.html$/, "").replaceAll("/", "-")}-${theme}-${name}.png`;
          await page.screenshot({ path: join(screenshots, file), fullPage: true });
        }
      }
    }
    await page.setViewportSize(WIDE);
  }
  for (const [where, target, fragment] of links) {
    const url = target.endsWith("/") ? `${target}index.html` : target;
    const ids = pages.get(url) ?? pages.get(target);
    if (!ids && url.endsWith(".html")) problems.push(`${where}: links to ${url}, which is not there`);
    if (ids && fragment && !ids.has(decodeURIComponent(fragment))) {
      problems.push(`${where}: links to #${fragment} of ${url}, which has no such place`);
    }
  }
  await context.close();
  for (const url of moving) {
    await moveSliders(browser, url, origin, problems)
      .catch((error) => problems.push(`${url.replace(origin, "")}: ${error.message}`));
  }
  return { pages: pages.size, moving: moving.length };
}

/** What the sliders' functions compute, by another way: natural logarithms of the definition. */
const CLOSED_FORMS = {
  normal_integrand: (meanP, widthP, meanQ, widthQ) =>
    Math.log(widthQ / widthP) + (widthP ** 2 + (meanP - meanQ) ** 2) / (2 * widthQ ** 2) - 0.5,
  coin_terms: (p, q) => {
    const term = (p, q) => (p === 0 ? 0 : p * Math.log2(p / q));
    return term(p, q) + term(1 - p, 1 - q);
  },
};

/** Moves every slider of a page as a reader would. */
async function moveSliders(browser, url, origin, problems) {
  const context = await browser.newContext({ viewport: PHONE });
  const page = await watchedPage(context, origin, problems);
  await open(page, url);
  for (const figure of await page.locator("figure:has(.figure-sliders)").all()) {
    const name = await figure.locator(".figure-sliders").getAttribute("data-function");
    const where = `${url.replace(origin, "")}: sliders of ${name}`;
    const expect = (truth, what) => truth || problems.push(`${where}: ${what}`);
    const inputs = await figure.locator("input").all();
    const picture = () => figure.locator("svg").evaluate((svg) => svg.outerHTML);
    const visible = () => figure.locator("svg").evaluate((svg) => getComputedStyle(svg).visibility === "visible");
    const status = figure.locator("[role=status][aria-live=polite]");
    const values = () => Promise.all(inputs.map((input) => input.evaluate((i) => i.valueAsNumber)));
    if (!CLOSED_FORMS[name]) {
      problems.push(`${where}: checks/browser.mjs has no closed form to compare with`);
      continue;
    }

    const compare = async () => {
      const at = await values();
      const expected = CLOSED_FORMS[name](...at);
      const said = await status.textContent();
      if (Number.isFinite(expected)) {
        const number = Number(said.match(/ is (\S+) (?:nats|bits)\.$/)?.[1]);
        expect(Math.abs(number - expected) < 0.50001e-4, `says "${said}" at ${at}, where a closed form gives ${expected}`);
        expect(await visible(), `no picture at ${at}`);
      } else {
        expect(said.includes("is infinite"), `says "${said}" at ${at}, where the divergence is infinite`);
        expect(!(await visible()), `a picture at ${at}, where there can be none`);
      }
    };
    const still = await picture();
    await compare();

    // The keys of a slider must move it, and not turn the page.
    const [first] = inputs;
    const before = await first.inputValue();
    await first.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(200);
    if (page.url() !== url) {
      problems.push(`${where}: an arrow key turns the page`);
      await open(page, url);
      continue;
    }
    expect((await first.inputValue()) !== before, "an arrow key does not move the slider");
    const told = await first.getAttribute("aria-valuetext");
    const shown = Number(told?.replace("−", "-"));
    expect(shown === Number(await first.inputValue()), `a screen reader is told "${told}"`);
    expect((await picture()) !== still, "the picture does not follow");
    expect((await figure.locator("svg > title").count()) === 1, "the moved picture has no title");
    await compare();

    await figure.locator("button").click();
    expect((await picture()) === still, "the first picture is not the one in the page");

    // Each slider from end to end, the others where they first stand.
    for (const input of inputs) {
      const [low, high, step] = await input.evaluate((i) => [+i.min, +i.max, +i.step]);
      const steps = Math.round((high - low) / step);
      for (const k of [0, 1, 0.25, 0.6, 0.95].map((part) => Math.round(part * steps))) {
        await input.fill(String(Number((low + k * step).toFixed(6))));
        await compare();
      }
      await figure.locator("button").click();
    }

    // On paper there is the still picture, and no sliders.
    await first.press("ArrowRight");
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    expect((await picture()) === still, "the picture on paper is not the one in the page");
    expect(!(await figure.locator(".figure-sliders").isVisible()), "there are sliders on paper");
    await page.emulateMedia({ media: null });
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    await compare();
    expect((await picture()) !== still, "after printing the picture does not follow");
    await figure.locator("button").click();
  }
  await context.close();

  const without = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  const plain = await watchedPage(without, origin, problems);
  await plain.goto(url, { waitUntil: "load" });
  for (const figure of await plain.locator("figure:has(.figure-sliders)").all()) {
    const where = `${url.replace(origin, "")}: without scripts`;
    if (!(await figure.locator("svg").isVisible())) problems.push(`${where} there is no picture`);
    if (await figure.locator(".figure-sliders").isVisible()) problems.push(`${where} there are sliders`);
  }
  await without.close();
}

/** What a reader does by hand. */
async function actions(browser, start, problems) {
  const origin = start.replace(/index\.html$/, "");
  const context = await browser.newContext({ viewport: WIDE });
  const page = await watchedPage(context, origin, problems);
  const expect = (truth, what) => truth || problems.push(`coin.html: ${what}`);
  await open(page, `${origin}coin.html`);

  const hidden = page.locator("code.hide-boring:visible").first();
  await hidden.hover();
  const eye = hidden.locator("xpath=../div[contains(@class,'buttons')]").getByTitle("Show hidden lines");
  await eye.click();
  expect((await page.locator("code:not(.hide-boring) .boring:visible").count()) > 0, "hidden lines stay hidden");

  const colour = () => page.evaluate(() => {
    const painted = document.querySelector("figure svg [fill^='var(--figure-p,']");
    return painted && getComputedStyle(painted).fill;
  });
  const light = await colour();
  await setTheme(page, "navy");
  const dark = await colour();
  expect(light && dark && light !== dark, `the figure does not follow the theme (${light}, ${dark})`);
  await setTheme(page, "light");

  const mark = page.locator(".cell-mark a:visible").first();
  const snapshot = await mark.getAttribute("href");
  await mark.click();
  expect(page.url().endsWith(snapshot), "the mark of a cell does not lead to its snapshot");
  const shown = await page.locator(`section:target`).innerText();
  expect(shown.includes("cell: ") && shown.includes("output:"), "the snapshot does not show its file");

  await open(page, `${origin}coin.html`);
  const value = page.locator("a.value").first();
  await value.click();
  expect((await page.locator(".cell:target").count()) === 1, "a value does not lead to its cell");

  await open(page, `${origin}coin.html`);
  // As a link does, from this page or another.
  await page.evaluate(() => { location.hash = "cell-exercise-one"; });
  expect(await page.locator("#cell-exercise-one pre").first().isVisible(), "a link into a fold does not open it");

  await open(page, `${origin}coin.html`);
  expect((await page.locator("a[rel=edit]").count()) === 1, "no link to edit the page");
  expect((await page.locator("a[href$='print.html']").count()) === 1, "no link to print the book");
  await page.keyboard.press("s");
  await page.keyboard.type("cholesky");
  await page.locator("#mdbook-searchresults li").first().waitFor({ timeout: 10000 })
    .catch(() => problems.push("coin.html: the search finds nothing"));
  await context.close();
}

/** Starts `cargo book`, the way a reader does, and gives its address. */
async function serve() {
  const server = spawn("cargo", ["book", "serve", "--port", "3977"], { cwd: ROOT });
  process.on("exit", () => server.kill());
  let said = "";
  const address = await new Promise((resolve, reject) => {
    const hear = (data) => {
      said += data;
      const match = said.match(/http:\/\/[^\s]+/);
      if (match) resolve(match[0]);
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", (data) => (said += data));
    server.on("exit", () => reject(new Error(`cargo book ended:\n${said}`)));
  });
  return { address, stop: () => server.kill() };
}

async function launch() {
  if (!existsSync(CHROMIUM)) fail(`${CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM`);
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
}

/** Pages with one fault each, and what must be said of it. */
const BAD = {
  "asks another host": ['<img src="https://example.com/x.png" alt="x">', "asks for https://example.com"],
  "logs an error": ["<script>console.error('on purpose')</script>", "on purpose"],
  "throws": ["<script>throw new Error('on purpose')</script>", "script error: on purpose"],
  "leaves LaTeX": ["<p>So $x^2$ is</p>", "something was not set: $x^2"],
  "leaves a placeholder": ["<p>So {{coin.kl}} is</p>", "something was not set: {{coin.kl"],
  "links nowhere": ['<a href="nowhere.html">x</a>', "nowhere.html"],
  "links to no place": ['<a href="#nowhere">x</a>', "no such place"],
  "is too wide": ['<p style="width:3000px">wide</p>', "wider than the window"],
  "has no alt text": ['<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"],
  "has a cell without mark": ['<div class="cell" id="c"></div>', "has no mark"],
};

/** A figure with sliders as it should be, or with a fault. */
function movingFigure(fault) {
  const script = {
    draw: `const draw = (p, q) => \`<svg viewBox="0 0 2 1" role="img" aria-label="x"><title>\${p} and \${q}</title><rect width="\${p}" height="\${q}"/></svg>\`;`,
    say: "const say = (kl) => Number.isFinite(kl) ? `It is ${kl.toFixed(4)} bits.` : 'It is infinite.';",
    follow: "svg().outerHTML = draw(p, q);",
    hide: "svg().style.visibility = Number.isFinite(kl) ? '' : 'hidden';",
    tell: "inputs.forEach((i) => i.setAttribute('aria-valuetext', i.value));",
    keys: "sliders.addEventListener('keydown', (e) => e.stopPropagation());",
    back: "inputs.forEach((i) => { i.value = i.defaultValue; });",
    print: "addEventListener('beforeprint', () => { svg().outerHTML = still; }); addEventListener('afterprint', update);",
    show: "sliders.hidden = false;",
    ...fault?.script,
  };
  const slider = (value) =>
    `<label>heads<input type="range" min="0" max="1" step="0.01" value="${value}"></label>`;
  return `<style>@media print { fieldset { display: none } }</style>
<figure style="width:300px"><svg viewBox="0 0 2 1" role="img" aria-label="x"><title>0.5 and 0.9</title><rect width="0.5" height="0.9"></rect></svg>
<fieldset class="figure-sliders" data-function="${fault?.name ?? "coin_terms"}" ${fault?.open ? "" : "hidden"}><legend>Move</legend>
${slider("0.5")}${slider("0.9")}<p role="status" aria-live="polite"></p><button type="button">Back</button></fieldset>
<figcaption>A caption</figcaption></figure><script>
addEventListener("keydown", (e) => { if (e.key === "ArrowRight") location.hash = "next"; });
const sliders = document.querySelector("fieldset");
const inputs = [...sliders.querySelectorAll("input")];
const svg = () => document.querySelector("svg");
const still = svg().outerHTML;
const divergence = ${CLOSED_FORMS.coin_terms};
${script.draw} ${script.say}
function update() {
  const [p, q] = inputs.map((i) => i.valueAsNumber);
  const kl = divergence(p, q);
  document.querySelector("[role=status]").textContent = say(kl);
  ${script.follow} ${script.hide} ${script.tell}
}
sliders.addEventListener("input", update);
document.querySelector("button").addEventListener("click", () => { ${script.back} update(); });
${script.keys} ${script.print} ${script.show} update();
</script>`;
}

/** Faults of sliders, and what must be said of them. */
const BAD_SLIDERS = {
  "leaves its sliders unconnected": [{ script: { show: "" } }, "sliders are not connected"],
  "says a wrong number": [{ script: { say: "const say = (kl) => `It is ${(kl + 1e-4).toFixed(4)} bits.`;" } }, "where a closed form gives"],
  "calls infinity a number": [{ script: { say: "const say = (kl) => `It is ${Math.min(kl, 99).toFixed(4)} bits.`;" } }, "where the divergence is infinite"],
  "shows a picture of infinity": [{ script: { hide: "" } }, "where there can be none"],
  "loses its picture": [{ script: { hide: "svg().style.visibility = p > 0.9 ? 'hidden' : '';" } }, "no picture at"],
  "keeps its picture": [{ script: { follow: "" } }, "the picture does not follow"],
  "begins with another picture": [{ script: { back: "inputs.forEach((i) => { i.value = 0.3; });" } }, "the first picture is not the one in the page"],
  "turns the page by a slider's key": [{ script: { keys: "" } }, "an arrow key turns the page"],
  "tells a screen reader nothing": [{ script: { tell: "" } }, 'a screen reader is told "null"'],
  "prints what was moved": [{ script: { print: "" } }, "the picture on paper"],
  "draws what nothing is compared with": [{ name: "other" }, "no closed form to compare with"],
  "shows sliders without scripts": [{ open: true }, "without scripts there are sliders"],
};

async function selfTest() {
  const folder = mkdtempSync(join(tmpdir(), "bad-book-"));
  const browser = await launch();
  const bad = Object.entries(BAD);
  for (const [name, [fault, mention]] of Object.entries(BAD_SLIDERS)) {
    bad.push([name, [movingFigure(fault), mention]]);
  }
  const visit = async (body) => {
    const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body><main><h1>t</h1>${body}</main></body></html>`;
    writeFileSync(join(folder, "index.html"), html);
    const problems = [];
    await visitAll(browser, pathToFileURL(join(folder, "index.html")).href, problems)
      .catch((error) => problems.push(error.message));
    return problems;
  };
  for (const [name, [body, mention]] of bad) {
    const problems = await visit(body);
    if (!problems.some((problem) => problem.includes(mention))) {
      fail(`a page that ${name} was called good; said: ${problems.join("; ") || "nothing"}`);
    }
    console.log(`fails as it must: a page that ${name}`);
  }
  // Otherwise the faults above might not be what was found.
  const problems = await visit(movingFigure());
  if (problems.length) fail(`a good page was called bad: ${problems.join("; ")}`);
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function main() {
  const options = process.argv.slice(2);
  if (options.includes("--self-test")) return selfTest();
  let screenshots;
  if (options[0] === "--screenshots" && options[1]) {
    screenshots = options[1];
    mkdirSync(screenshots, { recursive: true });
  } else if (options.length) {
    fail("usage: node checks/browser.mjs [--self-test | --screenshots FOLDER]");
  }
  const problems = [];
  const browser = await launch();
  const server = await serve();
  const served = await visitAll(browser, `${server.address}index.html`, problems, { screenshots });
  await actions(browser, `${server.address}index.html`, problems)
    .catch((error) => problems.push(`coin.html: ${error.message}`));
  server.stop();
  // A book copied to a stick is opened as a file.
  const asFile = await visitAll(browser, pathToFileURL(join(BOOK, "index.html")).href, problems, { themes: [] });
  await browser.close();
  const said = [...new Set(problems)];
  if (said.length) fail(`${said.join("\n")}\n${said.length} problems`);
  if (served.moving === 0) fail("no page has sliders");
  console.log(`${served.pages} pages served and ${asFile.pages} as files: no errors, nothing fetched from elsewhere, all links lead somewhere; sliders on ${served.moving} pages`);
}

await main();
