/** A prompt by its shape, as the official SDK types the handle of one. */
export interface PromptShape {
  id: string;
  resolve(variables: any, ...rest: any[]): any;
}

/** What a prompt can be typed by: its handle, or nothing but a slug. */
export type PromptSource = PromptShape | string;

export type PromptSlugOf<T> = T extends { id: infer Id extends string } ? Id : string;

export type PromptVariablesOf<T> = PromptSource extends T
  ? Record<string, unknown>
  : T extends { resolve(variables: infer V, ...rest: any[]): any }
    ? V
    : Record<string, unknown>;

/** A prompt as it applies now. */
export type ResolvedPrompt = PromptDetails & {
  /** Options for the AI SDK's functions, which name the prompt in their traces. */
  toAISDKTelemetry(additionalMetadata?: Record<string, string>): {
    experimental_telemetry: { isEnabled: true; metadata: Record<string, string> };
  };
};

export declare namespace prompts {
  function resolve<T extends PromptSource = PromptSource>(
    slug: PromptSlugOf<T>,
    variables: PromptVariablesOf<T> | undefined,
    requestOptions: RequestOptions,
  ): ApiPromise<ResolvedPrompt>;
}
