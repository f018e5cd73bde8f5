// The page asks the server that sent it.
const token = document.querySelector("meta[name=launchsim-token]").content;
const tab = Math.random().toString(36).slice(2);

const post = async (path, body, signal) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-launchsim-token": token, "x-launchsim-tab": tab },
    body: JSON.stringify(body),
    signal,
  });
  const text = await answer.text();
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    found = { faults: [{ key: "", message: text.trim() || answer.statusText, help: "" }] };
  }
  if (answer.ok) return found;
  throw Object.assign(new Error(answer.statusText), { status: answer.status, faults: found.faults ?? [] });
};

const link = { post, report: `/report?t=${token}`, download: null };
