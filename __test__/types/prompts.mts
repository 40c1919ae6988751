// Every function of prompts, as a strict TypeScript user writes it. Compiled, not run.

import {
  prompts,
  type ListedPrompt,
  type PromptOverride,
  type PromptResult,
  type PromptVersion,
  type ResolvedPrompt,
} from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const prompt = await prompts.resolve("hello");
expectType<ResolvedPrompt>()(prompt, true);
expectType<string | undefined>()(prompt.model, true);
expectType<Record<string, string>>()(
  prompt.toAISDKTelemetry({ a: "1" }).experimental_telemetry.metadata,
  true,
);
await prompts.resolve("hello", { anything: 1 }, { label: "draft", version: 2 }, options);
await prompts.resolve("hello", undefined, options);

// A prompt of the official SDK, by its shape.
interface HelloPrompt {
  id: "hello";
  resolve(variables: { name: string }, options?: { label?: string; version?: number }): Promise<object>;
}
await prompts.resolve<HelloPrompt>("hello", { name: "Ada" });
// @ts-expect-error: it has another slug
await prompts.resolve<HelloPrompt>("other", { name: "Ada" });
// @ts-expect-error: its variables are others
await prompts.resolve<HelloPrompt>("hello", { nome: "Ada" });

expectType<ListedPrompt[]>()((await prompts.list(options)).data, true);
expectType<PromptVersion[]>()((await prompts.versions("hello", options)).data, true);
expectType<PromptResult>()(await prompts.promote("hello", 2, options), true);
expectType<PromptOverride>()(
  await prompts.createOverride(
    "hello",
    { textContent: "Hi", model: "m", commitMessage: "why", source: "mine" },
    options,
  ),
  true,
);
expectType<PromptResult>()(await prompts.updateOverride("hello", { textContent: "Hi" }, options), true);
expectType<PromptResult>()(await prompts.removeOverride("hello", options), true);
expectType<PromptResult>()(await prompts.reactivateOverride("hello", 3, options), true);
