// `launchsim explore` in a browser: drag, search, pin, save, undo, a law, a fault, an exercise; no error on the console, no request
// to anywhere else, accessible, usable at 360 pixels and by keyboard alone; memory stays flat under thousands of changes.
//
//     node tests/explore/drive.mjs PROGRAM [CHANGES]
//
// Needs playwright-core and axe-core in NODE_PATH's folder MODULES, and Chromium.
import { spawn, execFileSync } from "node:child_process";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import path from "node:path";
import { PRICE, accessible, bar as lever_of, dragged, faults, figure, fits, home, launched, must, quiet, timed, watched } from "./browser.mjs";

const [, , program, changes = "300"] = process.argv;

const servers = [];
const serve = (typed) =>
  new Promise((resolve) => {
    const server = spawn(path.resolve(program), ["explore", "--no-open", ...typed], { cwd: home });
    servers.push(server);
    server.stdout.once("data", (text) => resolve({ server, address: String(text).trim() }));
  });

const browser = await launched();
const open = async (address, width, bare = false) => {
  const own = new URL(address).origin;
  const tab = await watched(browser, {
    width,
    bare,
    own: (url) => url.startsWith(own) || url.startsWith("data:"),
    // A state that is refused is an answer of the page's own server.
    console: (text) => !/status of (409|422)/.test(text),
  });
  await tab.goto(address);
  // Under its own policy nothing is evaluated in the page, neither by who tests it.
  if (!bare) await tab.waitForFunction(() => document.body.dataset.launches);
  return tab;
};
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

try {
  const { server, address } = await serve(["-n", "1000"]);
  const bare = await open(address, 1400, true);
  await bare.waitForSelector("#levels tbody tr");
  await bare.waitForSelector("#pictures figure svg");
  must(faults.length === 0, "the page works under its own policy");
  await bare.close();
  const page = await open(address, 1400);
  await quiet(page, 1000);
  const key = PRICE;
  const lever = page.locator(`[data-key="${key}"]`);
  const bar = lever_of(page);

  // Drag with the pointer.
  const down = await dragged(page, 1000);
  must(down < 1999 && (await page.locator("#moved").innerText()).includes(key), `dragged to ${down}`);
  must((await page.locator("#pictures figure").first().getAttribute("data-name")) === "choice", "both states stand on one page");

  // Bit for bit what run says.
  const told = await figure(page, "shipped");
  execFileSync(path.resolve(program), ["run", "--set", `${key}=${down}`, "-n", "1000", "-q", "--no-charts", "--no-drivers", "--no-planners", "-o", "out"], { cwd: home });
  const summary = JSON.parse(readFileSync(path.join(home, "out/summary.json"), "utf8"));
  must(Number(told) === summary.metrics.shipped.mean, `shipped ${told} is that of run --set`);

  // One step back, by keyboard again, as opened.
  await page.locator("#undo").click();
  await quiet(page, 1000);
  must((await page.locator("#moved").innerText()).startsWith("Nothing"), "one step back is as opened");
  await bar.focus();
  for (let step = 0; step < 10; step++) await page.keyboard.press("ArrowRight");
  await quiet(page, 1000);
  must(Number(await bar.inputValue()) > 1999, "arrows move a lever");
  await page.keyboard.press("Control+z");
  await quiet(page, 1000);

  // A typed value, pinned; then another against it.
  await lever.locator("input[type=number]").fill("1799");
  await lever.locator("input[type=number]").blur();
  await quiet(page, 1000);
  await page.locator("#pin").click();
  await quiet(page, 1000);
  await lever.locator("input[type=number]").fill("1899");
  await lever.locator("input[type=number]").blur();
  await quiet(page, 1000);
  must((await page.locator("#against").innerText()).includes("pinned"), "held against what was pinned");

  // Search, and a law by its middle.
  await page.locator("#words").fill("credit line");
  await page.locator("#found button").first().click();
  const line = page.locator('[data-key="company.credit_line"]');
  await line.locator("input[type=number]").first().fill("350000000");
  await line.locator("input[type=number]").first().blur();
  await quiet(page, 1000);
  must((await page.locator("#moved").innerText()).includes("company.credit_line"), "a law is moved by its middle");

  // A link holds the state.
  const link = page.url();
  const again = await open(link, 1400);
  await quiet(again, 1000);
  must((await figure(again, "shipped")) === (await figure(page, "shipped")), "a link holds the state");
  await again.close();

  // A fault at its control, and the pictures stay.
  const shipped = await figure(page, "shipped");
  await lever.locator("input[type=number]").fill("-3");
  await lever.locator("input[type=number]").blur();
  await lever.locator(".wrong").waitFor({ state: "visible" });
  must((await figure(page, "shipped")) === shipped, "a fault stands at its control and the figures of before remain");
  await page.locator("#undo").click();
  await quiet(page, 1000);

  // Kept.
  await page.locator("#name").fill("tried");
  await page.locator("#save").click();
  await page.waitForFunction(() => document.getElementById("kept").textContent.includes("tried.toml"));
  must(existsSync(path.join(home, "tried.toml")), "saved as a scenario");

  await page.locator("#weigh").click();
  await page.locator("#weights figure").waitFor({ timeout: 120_000 });
  must(true, "what it hangs on is drawn");
  await accessible(page, "the page");

  await page.locator("#language").click();
  await page.waitForFunction(() => document.documentElement.lang === "zh-Hans");
  await quiet(page, 1000);
  await accessible(page, "the Chinese page");
  const english = await page.evaluate(() => [...document.querySelectorAll("h2, button, caption, thead th")].map((e) => e.textContent.trim()).filter((text) => /[a-z]{3}/.test(text) && text !== "English"));
  must(english.length === 0, `no English is left in the Chinese page ${english.join(", ")}`);

  // As many changes as fast as the page takes them; then memory is where it was.
  const many = Number(changes);
  const before = memory(server.pid);
  await page.evaluate(async (many) => {
    const bar = document.querySelector('[data-key="product.mi1.price[0]"] input[type=range]');
    for (let step = 0; step < many; step++) {
      bar.value = 1500 + (step % 100) * 5;
      bar.dispatchEvent(new Event("input"));
      if (step % 10 === 9) await new Promise((next) => setTimeout(next, 5));
    }
    bar.dispatchEvent(new Event("change"));
  }, many);
  await quiet(page, 1000);
  const after = memory(server.pid);
  must(after < before + 150_000, `${many} changes leave memory flat: ${before} kB before, ${after} kB after`);

  const slim = await open(address, 360);
  await quiet(slim, 1000);
  await fits(slim, 360);
  await accessible(slim, "the page on a phone");
  // Whoever has two pages open waits for both.
  await slim.close();

  await timed(page, 30, "");
  await page.close();
  server.kill("SIGINT");
  const status = await new Promise((ended) => server.once("exit", ended));
  must(status === 0, "Ctrl-C ends it");

  const exercise = await serve(["--exercise", "newsvendor"]);
  const task = await open(exercise.address, 1400);
  await quiet(task, 4000);
  await task.locator('[data-key="build_plan.scale"] input[type=number]').fill("1.18");
  await task.locator('[data-key="build_plan.scale"] input[type=number]').blur();
  await quiet(task, 4000);
  await task.locator("#who").fill("Ada");
  await task.locator("#answer-text").fill("11,800 phones");
  await task.locator("#hand-in").click();
  await task.waitForFunction(() => document.getElementById("kept").textContent.includes(".answer.toml"));
  must(readdirSync(home).includes("newsvendor_Ada.answer.toml"), "an exercise is handed in");
  await accessible(task, "an exercise");
  await task.close();
  exercise.server.kill("SIGINT");
  must(faults.length === 0, `no fault on the console, no request elsewhere ${faults.join("\n")}`);
} finally {
  servers.forEach((server) => server.kill());
  await browser.close();
}
