const form = document.querySelector("#form");
const transcript = document.querySelector("#transcript");
const notice = document.querySelector("#notice");

/** The answer that is being given. */
let answer;

function say(who, text) {
  const entry = document.createElement("li");
  entry.className = who;
  entry.textContent = text;
  transcript.append(entry);
  entry.scrollIntoView({ block: "end" });
  return entry;
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error((await response.json()).error);
}

/** Shows what is said. When the connection breaks the browser comes back by itself, and says what it has seen. */
function listen() {
  const events = new EventSource("/messages");
  events.addEventListener("open", () => (notice.textContent = ""));
  events.addEventListener("error", () => (notice.textContent = "Connecting again …"));
  events.addEventListener("message", ({ data }) => {
    const { kind, text } = JSON.parse(data);
    if (kind !== "text") return;
    answer ??= say("theirs", "");
    answer.textContent += text;
  });
  events.addEventListener("turn-complete", () => {
    answer?.classList.add("is-complete");
    answer = undefined;
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { text } = Object.fromEntries(new FormData(form));
  form.reset();
  const entry = say("mine", text);
  try {
    await post("/messages", { text });
  } catch (error) {
    entry.classList.add("is-lost");
    notice.textContent = error.message;
  }
});

try {
  await post("/chat", {});
  listen();
} catch (error) {
  notice.textContent = error.message;
}
