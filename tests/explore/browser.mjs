// What the tests of the page share: Chromium, what is watched in it, how one waits, and what must hold.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// playwright-core and axe-core stand in the folder MODULES.
const require = createRequire(path.join(process.env.MODULES ?? process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const home = mkdtempSync(path.join(tmpdir(), "explore-"));
export const launched = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

export const must = (fine, what) => {
  if (!fine) throw new Error(what);
  console.log(`ok: ${what}`);
};

/** What went wrong in any tab that is watched. */
export const faults = [];

/** A tab whose console, faults and requests are watched; `bare` under the page's own policy, which keeps out what looks into it here. */
export const watched = async (browser, { width = 1400, bare = false, own, console: spoken = () => true }) => {
  const tab = await browser.newPage({ viewport: { width, height: 900 }, bypassCSP: !bare });
  tab.setDefaultTimeout(180_000);
  tab.on("console", (message) => message.type() === "error" && spoken(message.text()) && faults.push(message.text()));
  tab.on("pageerror", (error) => faults.push(error.message));
  tab.on("request", (request) => !own(request.url()) && faults.push(`asked ${request.url()}`));
  return tab;
};

/** Waits until the tab has answered with so many launches and rests. */
export const quiet = async (tab, launches) => {
  await tab.waitForTimeout(50);
  await tab.waitForFunction((wanted) => !document.body.classList.contains("busy") && document.body.dataset.launches === wanted, String(launches));
};

export const accessible = async (tab, what) => {
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
  must(told.length === 0, `${what} is accessible ${told.join("\n")}`);
};

export const figure = (tab, name) => tab.locator(`td[data-figure="${name}"]`).getAttribute("data-value");

/** The lever of the flagship's price. */
export const PRICE = "product.mi1.price[0]";
export const bar = (tab) => tab.locator(`[data-key="${PRICE}"] input[type=range]`);

/** Drags the price down with the pointer; its value afterwards. */
export const dragged = async (tab, launches) => {
  const box = await bar(tab).boundingBox();
  await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await tab.mouse.down();
  for (let step = 0; step <= 20; step++) await tab.mouse.move(box.x + box.width * (0.5 - step / 100), box.y + box.height / 2);
  await tab.mouse.up();
  await quiet(tab, launches);
  return Number(await bar(tab).inputValue());
};

/** Tells how long it takes from a movement of the price to moved pictures. */
export const timed = async (tab, movements, where) => {
  const times = await tab.evaluate(
    async ([key, movements]) => {
      const bar = document.querySelector(`[data-key="${key}"] input[type=range]`);
      const times = [];
      for (let step = 0; step < movements; step++) {
        const moved = new Promise((seen) => new MutationObserver((_, observer) => { observer.disconnect(); requestAnimationFrame(seen); }).observe(document.getElementById("pictures"), { childList: true, subtree: true }));
        const began = performance.now();
        bar.value = 1600 + step * 10;
        bar.dispatchEvent(new Event("input"));
        await moved;
        times.push(performance.now() - began);
        await new Promise((next) => setTimeout(next, 100));
      }
      return times.sort((a, b) => a - b);
    },
    [PRICE, movements],
  );
  const launches = await tab.evaluate(() => document.body.dataset.launches);
  console.log(`from a drag to moved pictures${where}: median ${times[movements >> 1].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms, with ${launches} launches`);
};

export const fits = async (tab, width) => {
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
  must(wide <= width, `nothing sticks out at ${width} pixels: ${wide}`);
};
