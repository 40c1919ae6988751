// The form: every field is checked while it is filled in, but none is called wrong before it was touched.

import { request } from "./request.js";

const PAUSE_IN_MS = 250;
const CONNECT = "Connect";

export function openForm(onConnected) {
  const form = document.getElementById("form");
  const submit = document.getElementById("submit");
  const summary = document.getElementById("form-error");
  const fields = [...form.querySelectorAll("input, select")];
  const key = form.elements.apiKey;
  const touched = new Set();
  let pause;
  let latest;
  let isConnecting = false;

  const values = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

  function showErrors(errors) {
    for (const field of fields) {
      const sentence = (touched.has(field) && errors[field.name]) || "";
      const place = document.getElementById(`${field.name}-error`);
      // Said again only when it changes.
      if (place.textContent !== sentence) place.textContent = sentence;
      if (sentence) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      const isFine = touched.has(field) && field.value.trim() !== "" && !errors[field.name];
      field.closest(".field").classList.toggle("is-fine", isFine);
    }
  }

  /** Asks the service, unless something is typed meanwhile. */
  async function check() {
    latest?.abort();
    latest = new AbortController();
    try {
      const { errors } = await request("POST", "/check", values(), latest.signal);
      showErrors(errors);
    } catch (error) {
      if (error.name !== "AbortError") summary.textContent = error.message;
    }
  }

  function checkSoon(field) {
    touched.add(field);
    summary.textContent = "";
    latest?.abort();
    clearTimeout(pause);
    pause = setTimeout(check, PAUSE_IN_MS);
  }

  async function connect() {
    clearTimeout(pause);
    latest?.abort();
    fields.forEach((field) => touched.add(field));
    setConnecting(true);
    summary.textContent = "";
    try {
      const connected = await request("POST", "/connect", values());
      clear();
      onConnected(connected);
    } catch ({ errors, message }) {
      showErrors(errors ?? {});
      summary.textContent = errors ? "" : message;
      fields.find(({ name }) => errors?.[name])?.focus();
    } finally {
      setConnecting(false);
    }
  }

  // Not disabled: that would take the focus away.
  function setConnecting(value) {
    isConnecting = value;
    submit.setAttribute("aria-disabled", String(value));
    submit.textContent = value ? "Connecting…" : CONNECT;
  }

  const reveal = document.getElementById("reveal");
  function setRevealed(isRevealed) {
    key.type = isRevealed ? "text" : "password";
    reveal.textContent = isRevealed ? "Hide" : "Show";
    reveal.setAttribute("aria-label", isRevealed ? "Hide the key" : "Show the key");
  }

  /** Keeps nothing of what was filled in, the key least of all. */
  function clear() {
    form.reset();
    touched.clear();
    showErrors({});
    setRevealed(false);
  }

  reveal.addEventListener("click", () => setRevealed(key.type === "password"));
  form.addEventListener("input", ({ target }) => checkSoon(target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isConnecting) connect();
  });

  return { focus: () => key.focus() };
}
