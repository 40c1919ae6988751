export declare namespace auth {
  /** Hands on the two functions, under the names that the official SDK has. */
  export { configure, withAuth };

  /**
   * Runs a callback in the scope of a public token that is created for it. The callback gets the client.
   *
   * Rejects, without running the callback, when the token cannot be created.
   */
  function withPublicToken<T>(
    options: CreatePublicTokenOptions,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;

  /** Runs a callback in the scope of a public token that may trigger a task, once unless the options say so. */
  function withTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;

  /** Runs a callback in the scope of a public token that may trigger a batch, once unless the options say so. */
  function withBatchTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;

  /** Tells whose the credential of the current scope is, under request options alone. */
  function verify(requestOptions: RequestOptions): Promise<CredentialCheck>;
}

/** The fields of a form that connects somebody's project. Each may be empty. */
export interface ConnectForm {
  /** A secret key or additional API key; any token will do. */
  apiKey?: string | null;
  /** The token, for a form that calls it so; one of the two. */
  token?: string | null;
  /** `proj_…` */
  projectRef?: string | null;
  /** `dev`, `staging`, `prod` or `preview`, or a longer name of one. */
  environment?: string | null;
  /** A URL, or a host such as `api.trigger.dev` or `localhost:3030`. */
  baseURL?: string | null;
  /** The branch, for preview alone. */
  previewBranch?: string | null;
}

/** The options of `auth.fromConnection`. */
export interface ConnectOptions {
  /** The addresses that the form's base URL may lead to, as in a config. Default that of the current scope. */
  network?: "any" | "public";
}

/** The config a form makes, or a sentence for each field that is wrong. */
export type ConnectResult =
  | { ok: true; config: ClientConfig; projectRef?: string; environment?: Environment }
  | { ok: false; errors: { [Field in keyof ConnectForm]?: string } };

/** The functions of `auth` that a bound client has: all but those that would leave its scope. */
export type BoundAuth = Omit<
  typeof auth,
  "configure" | "withAuth" | "withPublicToken" | "withTriggerPublicToken" | "withBatchTriggerPublicToken"
>;

/** The permissions of a public token: for each action all resources, all of a type, or those with these ids. */
export interface PublicTokenScopes {
  read?: PublicTokenResources | boolean;
  write?: PublicTokenResources | boolean;
  trigger?: PublicTokenResources | boolean;
  batchTrigger?: PublicTokenResources | boolean;
  admin?: boolean;
}

/** A type of resource that the server asks scopes for, or `all` of them. */
export type PublicTokenResource =
  | "all"
  | "runs"
  | "tags"
  | "tasks"
  | "batch"
  | "waitpoints"
  | "sessions"
  | "inputStreams"
  | "deployments"
  | "errors"
  | "prompts"
  | "query"
  | "queues"
  | "branches"
  | "envvars";

/** The resources an action is allowed for: of each type all of them, or those with these ids. */
export type PublicTokenResources = {
  [Type in PublicTokenResource]?: boolean | string | string[] | undefined;
};
