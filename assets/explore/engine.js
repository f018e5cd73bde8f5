// The page asks the engine that it carries: a module of WebAssembly in threads of its own, or where the browser lets a page from
// the disk have none, in the page between two movements.

/** Answers questions; begins in a thread with nothing but its own text, so it may use no name from outside. */
const room = (send) => {
  const STEP = 256; // launches between two looks at what else was asked
  const [write, read] = [new TextEncoder(), new TextDecoder()];
  const channel = new MessageChannel();
  const others = () => new Promise((go) => { channel.port1.onmessage = go; channel.port2.postMessage(0); });
  let engine = null;
  let current = null; // whose launches are simulated
  const put = (text) => {
    const bytes = write.encode(text);
    const at = engine.room(bytes.length);
    new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  };
  const said = () => read.decode(new Uint8Array(engine.memory.buffer, engine.answer(), engine.answer_bytes()));
  const face = (at) => new Uint8Array(engine.memory.buffer, engine.face(at), engine.face_bytes(at)).slice();
  return async ({ id, module, scenario, faces, question, body, stop }) => {
    try {
      if (stop) {
        if (current === stop) current = null;
        return;
      }
      let status;
      if (module) {
        engine = (await WebAssembly.instantiate(module, {})).exports;
        put(scenario);
        status = engine.open();
        if (status === 0) return send({ id, told: faces ? [0, 1, 2, 3].map(face) : [] });
      } else {
        put(question + body);
        status = engine.ask(write.encode(question).length);
      }
      if (status === 2) current = id;
      while (status === 2) {
        await others();
        if (current !== id) return send({ id, stopped: true });
        status = engine.further(STEP);
      }
      const answer = JSON.parse(said());
      send(status === 0 ? { id, told: answer } : { id, faults: answer });
    } catch (error) {
      send({ id, broken: String(error) });
    }
  };
};

const carried = (id) => at(id).textContent;

const unpacked = async () => {
  const bytes = Uint8Array.from(atob(carried("engine")), (letter) => letter.charCodeAt(0));
  at("engine").remove();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
};

/** A room with the scenario opened in it: asks, and can be left. */
const entered = async (module, faces) => {
  const waiting = new Map(); // number -> what is done with the answer
  let number = 0;
  let tell;
  let leave = () => {};
  const heard = ({ id, ...answer }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  };
  const asked = (message) => new Promise((answered) => {
    waiting.set(++number, answered);
    tell({ id: number, ...message });
  });
  const opening = { module, scenario: carried("scenario"), faces };
  const inThread = () => new Promise((entered, refused) => {
    const text = `const answer = (${room})((message) => self.postMessage(message)); self.onmessage = ({ data }) => answer(data);`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const thread = new Worker(address);
    thread.onerror = (event) => {
      event.preventDefault();
      refused(new Error("no thread"));
      for (const answered of waiting.values()) answered({ broken: "the engine has stopped" });
      waiting.clear();
    };
    thread.onmessage = ({ data }) => heard(data);
    tell = (message) => thread.postMessage(message);
    leave = () => {
      thread.terminate();
      URL.revokeObjectURL(address);
    };
    asked(opening).then(entered);
  });
  let opened;
  try {
    opened = await inThread();
    document.body.dataset.engine = "thread";
  } catch {
    leave();
    leave = () => {};
    tell = room(heard);
    opened = await asked(opening);
    document.body.dataset.engine = "page";
  }
  if (opened.faults || opened.broken) throw new Error(opened.faults?.map((fault) => fault.message).join(" · ") ?? opened.broken);
  return { asked, leave: () => leave(), stop: (id) => tell({ stop: id }), number: () => number, faces: opened.told };
};

const CHINESE = "U+2100-2103, U+2160-2188, U+2460-24FF, U+2E80-9FFF, U+F900-FAFF, U+FE30-FE4F, U+FF00-FFEF";
const showFaces = (faces) => faces.forEach((bytes, place) => {
  const about = { weight: place % 2 ? "600 700" : "400", ...(place > 1 ? { unicodeRange: CHINESE } : {}) };
  const face = new FontFace("Inter", bytes, about);
  document.fonts.add(face);
  face.load();
});

let module = null;
let main = null; // the room that answers what moves
const ready = () =>
  (main ??= (async () => {
    const first = module === null;
    module ??= await unpacked();
    const entering = await entered(module, first);
    showFaces(entering.faces);
    return entering;
  })());

const fault = (message) => Object.assign(new Error(message), { status: 500, faults: [{ key: "", message, help: "" }] });

const post = async (path, body, signal) => {
  const question = path.replace("/api/", "");
  // What takes long and cannot be done in steps has a room of its own, which is left when nobody waits for it.
  const apart = question === "weights";
  await ready().catch((error) => { throw fault(error.message); });
  const place = apart ? await entered(module, false) : await main;
  if (signal?.aborted) {
    if (apart) place.leave();
    throw signal.reason;
  }
  const asking = place.asked({ question, body: JSON.stringify(body) });
  const id = place.number();
  const given_up = new Promise((_, stopped) => signal?.addEventListener("abort", () => {
    if (apart) place.leave();
    else place.stop(id);
    stopped(signal.reason);
  }));
  const answer = await Promise.race([asking, given_up]);
  if (apart) place.leave();
  if (answer.stopped) throw Object.assign(new Error("stopped"), { status: 409 });
  if (answer.broken) {
    // After a fault of its own nothing in it can be trusted; the next question opens it anew.
    if (!apart) {
      place.leave();
      main = null;
    }
    throw fault(words.broken ?? answer.broken);
  }
  if (answer.faults) throw Object.assign(new Error("refused"), { status: 422, faults: answer.faults });
  return answer.told;
};

/** A file for whoever reads the page, as a page without a server can give one. */
const download = ({ told, text }) => {
  const address = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  make("a", { href: address, download: told }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

const link = { post, report: null, download };
