// Which of the two views is there: the form, or the connected project.

import { openForm } from "./form.js";
import { openProject } from "./project.js";
import { request } from "./request.js";

const connect = document.getElementById("connect");
const project = document.getElementById("project");

const form = openForm((connected) => show(connected, { isMoving: true }));
const view = openProject(async () => {
  await request("DELETE", "/session");
  show({}, { isMoving: true });
});

/** Shows the project if there is one. What takes the place of a view takes its focus too. */
function show(connected, { isMoving = false } = {}) {
  const isConnected = connected.tenant !== undefined;
  connect.hidden = isConnected;
  project.hidden = !isConnected;
  if (isConnected) view.show(connected);
  else view.clear();
  document.title = isConnected ? `${connected.name ?? connected.ref} – runs` : "Connect your project";
  if (isMoving) (isConnected ? project : connect).querySelector("h1").focus();
  else if (!isConnected) form.focus();
}

show(await request("GET", "/session").catch(() => ({})));
