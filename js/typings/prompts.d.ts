/** A prompt by its shape, as the official SDK types the handle of one. */
export interface PromptShape {
  id: string;
  resolve(variables: any, ...rest: any[]): any;
}

/** A type that tells a prompt: the type of its handle, or `string` where only the slug is known. */
export type PromptSource = PromptShape | string;

/** The slug of a prompt. */
export type PromptSlugOf<T> = T extends { id: infer Id extends string } ? Id : string;

/** The variables of a prompt, any names and values where they are not known. */
export type PromptVariablesOf<T> = PromptSource extends T
  ? Record<string, unknown>
  : T extends { resolve(variables: infer V, ...rest: any[]): any }
    ? V
    : Record<string, unknown>;

/** A prompt as it applies now. */
export type ResolvedPrompt = PromptDetails & {
  /** Makes options for the AI SDK's functions, which name the prompt in their traces. */
  toAISDKTelemetry(additionalMetadata?: Record<string, string>): {
    experimental_telemetry: { isEnabled: true; metadata: Record<string, string> };
  };
};

export declare namespace prompts {
  /** Resolves a prompt as it applies now, under request options alone. */
  function resolve<T extends PromptSource = PromptSource>(
    slug: PromptSlugOf<T>,
    variables: PromptVariablesOf<T> | undefined,
    requestOptions: RequestOptions,
  ): ApiPromise<ResolvedPrompt>;
}
