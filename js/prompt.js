"use strict";

/** What a resolved prompt is handed over with: its variables as the call named them, as JSON. */
function variablesOf([, variables]) {
  const isGiven = typeof variables === "object" && variables !== null && Object.keys(variables).length > 0;
  if (!isGiven) return undefined;
  try {
    return JSON.stringify(variables);
  } catch {
    // What is wrong with them is told when the arguments are read.
    return undefined;
  }
}

/** A resolved prompt: what is null on the wire is undefined, as in the official SDK. */
function prompt({ data }, variables) {
  const { promptId, slug, version, labels } = data;
  const model = data.model ?? undefined;
  return {
    ...data,
    text: data.text ?? "",
    model,
    config: data.config ?? undefined,
    /** Options for the AI SDK's functions, which name the prompt in their traces. */
    toAISDKTelemetry(additionalMetadata) {
      const metadata = {
        "prompt.slug": slug,
        "prompt.id": promptId,
        "prompt.version": String(version),
        "prompt.labels": labels.join(", "),
        ...(model && { "prompt.model": model }),
        ...(variables && { "prompt.input": variables }),
        ...additionalMetadata,
      };
      return { experimental_telemetry: { isEnabled: true, metadata } };
    },
  };
}

module.exports = { prompt, variablesOf };
