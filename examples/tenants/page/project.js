// The connected project: its runs and its variables, each of which may fail without the other.

import { chart } from "./chart.js";
import { element, table } from "./elements.js";
import { request } from "./request.js";

const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });

function duration(milliseconds) {
  if (milliseconds === undefined) return "–";
  if (milliseconds < 1_000) return `${milliseconds} ms`;
  return milliseconds < 60_000
    ? `${(milliseconds / 1_000).toFixed(1)} s`
    : `${Math.round(milliseconds / 60_000)} min`;
}

const spoken = (status) => status.charAt(0) + status.slice(1).toLowerCase().replaceAll("_", " ");

function runsView({ counts, newest, total, isCut }) {
  if (total === 0) return ["No runs in this period.", []];
  const rows = newest.map(({ taskIdentifier, status, group, createdAt, durationInMs }) => [
    element("code", {}, taskIdentifier),
    element("span", { class: `dot ${group}` }, spoken(status)),
    when.format(new Date(createdAt)),
    duration(durationInMs),
  ]);
  const note = isCut ? `The newest ${total} runs; there are more.` : "";
  return [note, [...chart(counts), table("Newest runs", ["Task", "Status", "Created", "Took"], rows)]];
}

function variablesView(variables) {
  if (variables.length === 0) return ["No variables in this environment.", []];
  const rows = variables.map(({ name, value, isSecret }) => [
    element("code", {}, name),
    isSecret
      ? element(
          "span",
          { class: "secret" },
          element("span", { "aria-hidden": "true" }, "•••••••• "),
          "secret",
        )
      : element("code", {}, value),
  ]);
  return ["", [table("Variables", ["Name", "Value"], rows)]];
}

/** Fills a section: with what is asked for, or with the sentence that says why not. */
async function fill(name, path, view, signal) {
  const place = document.getElementById(name);
  const note = document.getElementById(`${name}-note`);
  const say = (sentence, isWrong = false) => {
    note.textContent = sentence;
    note.classList.toggle("is-wrong", isWrong);
  };
  place.setAttribute("aria-busy", "true");
  if (place.childElementCount === 0) say("Loading…");
  try {
    const [sentence, shown] = view(await request("GET", path, undefined, signal));
    say(sentence);
    place.replaceChildren(...shown);
  } catch (error) {
    if (error.name === "AbortError") return;
    say(error.message, true);
    place.replaceChildren();
  }
  place.removeAttribute("aria-busy");
}

export function openProject(onDisconnect) {
  const periods = document.querySelectorAll("input[name=period]");
  let tenant;
  let latest;
  let live;

  async function showRuns() {
    latest?.abort();
    live?.close();
    const { signal } = (latest = new AbortController());
    const period = document.querySelector("input[name=period]:checked").value;
    await fill("runs", `/tenants/${tenant}/runs?period=${period}`, runsView, signal);
    if (!signal.aborted) follow(period);
  }

  /** Shows every change as it happens; the browser asks again by itself when the connection is lost. */
  function follow(period) {
    live = new EventSource(`/tenants/${tenant}/live?period=${period}`);
    live.addEventListener("message", ({ data }) => {
      const [sentence, shown] = runsView(JSON.parse(data));
      document.getElementById("runs-note").textContent = sentence;
      document.getElementById("runs").replaceChildren(...shown);
    });
  }

  for (const period of periods) period.addEventListener("change", showRuns);
  document.getElementById("disconnect").addEventListener("click", onDisconnect);

  return {
    show({ tenant: id, name, ref, environment, branch, masked }) {
      tenant = id;
      document.getElementById("project-title").textContent = name ?? ref;
      const facts = [name && ref, environment, branch, masked].filter(Boolean);
      document.getElementById("project-facts").textContent = facts.join(" · ");
      showRuns();
      fill("variables", `/tenants/${tenant}/variables`, variablesView);
    },
    clear() {
      latest?.abort();
      live?.close();
      for (const name of ["runs", "variables"]) document.getElementById(name).replaceChildren();
    },
  };
}
