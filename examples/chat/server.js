"use strict";

// `node examples/chat/server.js`: the chat, on an embedded imitation of the Trigger.dev API with somebody who answers.
// PORT chooses the port. With TRIGGER_SECRET_KEY it is a chat of your own project, answered by the task that CHAT_TASK
// names; TRIGGER_API_URL names a server of your own.

const { withAuth } = require("hairtrigger");
const { createTestServer } = require("hairtrigger/testing");

const { Assistant } = require("./assistant.js");
const { createChat } = require("./service.js");

async function main() {
  const { PORT = "3000", TRIGGER_SECRET_KEY: secretKey, TRIGGER_API_URL: baseURL } = process.env;
  const demo = secretKey ? undefined : await startDemo();
  const client = demo?.client ?? withAuth({ secretKey, ...(baseURL && { baseURL }) });
  const taskIdentifier = process.env.CHAT_TASK ?? "chat";
  const chat = createChat({ client, taskIdentifier, onMessage: demo?.onMessage });
  await new Promise((resolve, reject) => {
    chat.on("error", reject).listen(Number(PORT), "127.0.0.1", resolve);
  });
  console.log(`Open http://127.0.0.1:${chat.address().port}/`);
  console.log("Ctrl+C ends it");
}

async function startDemo() {
  const { dev } = (await createTestServer()).createProject();
  const assistant = new Assistant(dev);
  return { client: dev.client(), onMessage: (chat, text) => assistant.answer(chat, text) };
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
