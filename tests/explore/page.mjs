// The page of `launchsim explore --file`: its engine answers as the program does, bit for bit, and the page works from the disk.
//
//     node tests/explore/page.mjs PROGRAM MODULE [browser]
//
// Needs playwright-core and axe-core in the folder MODULES, and Chromium; MODULE is launchsim.wasm (`just page`).
import { spawn, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { isDeepStrictEqual } from "node:util";
import path from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { PRICE, accessible, dragged, faults, figure, fits, home, launched, must, quiet, timed, watched } from "./browser.mjs";

const [, , typed, engine] = process.argv;
const program = path.resolve(typed);
const scenarios = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../scenarios");

const page = (name, ...more) => {
  const file = path.join(home, `${name}.html`);
  execFileSync(program, ["explore", ...more, "--file", file, "--engine", path.resolve(engine)], { cwd: home });
  return file;
};

/** The engine that stands in a page, asked without a browser. */
const inside = async (file) => {
  const text = readFileSync(file, "utf8");
  const part = (id) => new RegExp(`id="${id}">([^<]*)<`).exec(text)[1];
  const module = gunzipSync(Buffer.from(part("engine"), "base64"));
  const { instance } = await WebAssembly.instantiate(module, {});
  const { exports } = instance;
  const put = (text) => {
    const bytes = Buffer.from(text);
    // Making room may move the memory.
    const at = exports.room(bytes.length);
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  };
  const said = () => Buffer.from(exports.memory.buffer, exports.answer(), exports.answer_bytes()).toString();
  put(part("scenario"));
  must(exports.open() === 0, `${path.basename(file)} is opened ${said().slice(0, 200)}`);
  return (question, body, step = 100) => {
    put(question + JSON.stringify(body));
    let status = exports.ask(Buffer.byteLength(question));
    while (status === 2) status = exports.further(step);
    return { status, told: JSON.parse(said()) };
  };
};

const servers = [];
const serve = (typed) =>
  new Promise((resolve) => {
    const server = spawn(program, ["explore", "--no-open", ...typed], { cwd: home });
    servers.push(server);
    server.stdout.once("data", (text) => {
      const address = new URL(String(text).trim());
      const ask = async (question, body) => {
        const headers = { "content-type": "application/json", "x-launchsim-token": address.searchParams.get("t") };
        const answer = await fetch(`${address.origin}/api/${question}`, { method: "POST", headers, body: JSON.stringify(body) });
        return { status: answer.status, told: await answer.json() };
      };
      resolve(ask);
    });
  });

/** The page and the server are asked the same. */
const alike = async (name, typed, questions) => {
  const ask = await inside(page(name, ...typed));
  const served = await serve(typed);
  for (const [question, body] of questions) {
    const [here, there] = [ask(question, body), await served(question, body)];
    must((here.status === 0) === (there.status === 200), `${name}, ${question}: answered or refused alike`);
    const told = here.status === 0 ? there.told : there.told.faults;
    must(isDeepStrictEqual(here.told, told), `${name}, ${question} ${JSON.stringify(body.changes ?? body)}: the same to the last bit`);
  }
  return ask;
};

const state = (launches, changes, more = {}) => ["outcome", { changes, launches, ...more }];
const price = (number) => [{ key: PRICE, number }];
let browser;
// `browser` as a third word looks at the page alone.
const whole = process.argv[4] !== "browser";
const bits = async () => {
  const flagship = await alike("flagship", [], [
    ["start", {}],
    ["start", { language: "zh" }],
    ["find", { text: "lead time" }],
    state(200, []),
    state(256, price(1799)),
    // More of the same state, as when the hand rests.
    state(700, price(1799), { language: "zh" }),
    state(300, [...price(1499), { key: "build_plan.scale", number: 0.8 }], { pinned: price(1799), pictures: ["cash"] }),
    state(100, price(-3)),
    ["weights", { changes: price(1799), launches: 300 }],
    ["command", { changes: price(1799), launches: 300 }],
  ]);
  // Files beside files: bills of materials, a base, a sample of draws.
  const fitted = path.join(scenarios, "mi1_prior.toml");
  await alike("fitted", [fitted, "--set", "run.seed=5"], [state(128, []), state(128, price(1899))]);
  await alike("exercise", ["--exercise", "cash"], [["start", { language: "zh" }], state(300, [])]);

  // Save as a scenario: the program reads it and finds the same.
  const { told: saved } = flagship("save", { changes: price(1699), name: "mine" });
  writeFileSync(path.join(home, saved.told), saved.text);
  execFileSync(program, ["run", saved.told, "-n", "200", "-q", "--no-charts", "--no-drivers", "--no-planners", "-o", "out"], { cwd: home });
  const { told: seen } = flagship(...state(200, price(1699)));
  must(seen.levels.find((level) => level.name === "shipped").mean === mean(), "what the page saves is what it shows");

  const began = performance.now();
  flagship(...state(500, price(1650), { pinned: price(1650), pictures: ["profit"] }));
  console.log(`500 launches and a picture in the engine of the page: ${(performance.now() - began).toFixed(0)} ms`);
  const text = readFileSync(page("flagship"));
  console.log(`the page: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} compressed`);

};
const mean = () => JSON.parse(readFileSync(path.join(home, "out/summary.json"), "utf8")).metrics.shipped.mean;
try {
  if (whole) await bits();

  // Refused, and why.
  const refused = (...typed) => {
    try {
      execFileSync(program, ["explore", ...typed], { cwd: home, stdio: "pipe" });
    } catch (error) {
      return String(error.stderr);
    }
    return "";
  };
  must(refused("--file", "none.html", "--engine", "nowhere.wasm").includes("just page"), "without the engine the recipe is told");
  must(refused("--file", "none.html", "--engine", program).includes("is not the engine"), "another file is no engine");

  // In a browser, from the disk.
  browser = await launched();
  const open = async (file, { width = 1400, threads = true, hash = "", bare = false } = {}) => {
    const tab = await watched(browser, { width, bare, own: (url) => /^(file|blob|data):/.test(url) });
    if (!threads) await tab.addInitScript(() => { delete window.Worker; });
    await tab.goto(pathToFileURL(file).href + hash);
    // Under its own policy nothing is evaluated in the page, neither by who tests it.
    await tab.waitForSelector("body[data-launches]");
    return tab;
  };

  const file = page("small", "-n", "600");
  const own = await open(file, { bare: true });
  await own.waitForSelector('body[data-launches="600"]:not(.busy)');
  await own.waitForSelector("#pictures figure svg");
  must(faults.length === 0, `the page works under its own policy ${faults.join("\n")}`);
  await own.close();
  const tab = await open(file);
  await quiet(tab, 600);
  must((await tab.evaluate(() => document.body.dataset.engine)) === "thread", "the engine has a thread of its own");
  must(await tab.evaluate(() => document.fonts.check("600 16px Inter")), "the typeface of the pictures is there");
  const down = await dragged(tab, 600);
  must(down < 1999, `dragged to ${down}`);
  execFileSync(program, ["run", "--set", `${PRICE}=${down}`, "-n", "600", "-q", "--no-charts", "--no-drivers", "--no-planners", "-o", "out"], { cwd: home });
  must(Number(await figure(tab, "shipped")) === mean(), "dragged, the figures are those of run --set");
  await tab.locator("#words").fill("credit line");
  await tab.locator("#found button").first().click();
  must((await tab.locator('[data-key="company.credit_line"]').count()) === 1, "anything else is found");
  await tab.locator("#name").fill("tried");
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.locator("#save").click()]);
  must(download.suggestedFilename() === "tried.toml", "a scenario is saved as a download");
  must(!(await tab.locator("#write-report").isVisible()) && (await tab.locator("#no-report").isVisible()), "what a page cannot do is said");
  const link = new URL(tab.url());
  must(link.hash.length > 1, "a link holds the state");
  const again = await open(file, { hash: link.hash });
  await quiet(again, 600);
  must((await figure(again, "shipped")) === (await figure(tab, "shipped")), "a link gives the state");
  await again.close();
  await tab.locator("#weigh").click();
  await tab.locator("#weights figure").waitFor();
  must(true, "what it hangs on is drawn");
  await accessible(tab, "the page from the disk");
  await tab.locator("#language").click();
  await tab.waitForFunction(() => document.documentElement.lang === "zh-Hans");
  await quiet(tab, 600);
  await accessible(tab, "the Chinese page from the disk");

  await timed(tab, 15, " without a server");
  await tab.close();

  const slim = await open(file, { width: 360 });
  await quiet(slim, 600);
  await fits(slim, 360);
  await slim.close();
  const alone = await open(file, { threads: false });
  await quiet(alone, 600);
  must((await alone.evaluate(() => document.body.dataset.engine)) === "page", "without threads the page itself is the engine");
  await alone.close();

  const task = await open(page("task", "--exercise", "newsvendor", "-n", "400"));
  await quiet(task, 400);
  await task.locator("#who").fill("Ada");
  await task.locator("#answer-text").fill("11,800 phones");
  const [answer] = await Promise.all([task.waitForEvent("download"), task.locator("#hand-in").click()]);
  must(answer.suggestedFilename() === "newsvendor_Ada.answer.toml", "an answer is handed in as a download");
  await task.close();
  must(faults.length === 0, `no fault on the console, no request elsewhere ${faults.join("\n")}`);
} finally {
  servers.forEach((server) => server.kill());
  await browser?.close();
}
