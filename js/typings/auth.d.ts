export declare namespace auth {
  // The same functions under the names the official SDK's users know.
  export { configure, withAuth };
  /**
   * Runs a callback in the scope of a public token that is created for it. The callback gets the client.
   *
   * Rejects, without running the callback, when the token cannot be created.
   */
  export function withPublicToken<T>(
    options: CreatePublicTokenOptions,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
  /** Runs a callback in the scope of a public token that may trigger a task, once unless the options say so. */
  export function withTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
  /** Runs a callback in the scope of a public token that may trigger a batch, once unless the options say so. */
  export function withBatchTriggerPublicToken<T>(
    task: string | string[],
    options: CreateTriggerPublicTokenOptions | undefined,
    callback: (client: TriggerClient) => T,
  ): Promise<Awaited<T>>;
}

export declare namespace auth {
  function verify(requestOptions: RequestOptions): Promise<CredentialVerdict>;
}

/** What a form that connects somebody's project collects. Fields may be empty. */
export interface ConnectForm {
  /** A secret key or additional API key; any token will do. */
  apiKey?: string | null;
  /** The same, for a form that asks for tokens; one of the two. */
  token?: string | null;
  /** `proj_…` */
  projectRef?: string | null;
  /** `dev`, `staging`, `prod` or `preview`, or a longer name of one. */
  environment?: string | null;
  /** A URL, or a host such as `api.trigger.dev` or `localhost:3030`. */
  baseURL?: string | null;
  /** Of preview. */
  previewBranch?: string | null;
}

/** The config a form makes, or a sentence for each field that is wrong. */
export type ConnectResult =
  | { ok: true; config: ClientConfig; projectRef?: string; environment?: Environment }
  | { ok: false; errors: { [Field in keyof ConnectForm]?: string } };

/** What a bound client has of `auth`: nothing that would leave its scope. */
export type BoundAuth = Omit<
  typeof auth,
  "configure" | "withAuth" | "withPublicToken" | "withTriggerPublicToken" | "withBatchTriggerPublicToken"
>;

/** What a public token allows: for each action all resources, all of a type, or those with these ids. */
export interface PublicTokenScopes {
  read?: PublicTokenResources | true;
  write?: PublicTokenResources | true;
  trigger?: PublicTokenResources | true;
  batchTrigger?: PublicTokenResources | true;
  admin?: true;
  [action: string]: PublicTokenResources | boolean | undefined;
}

/** For each type of resource all of them, or those with these ids. */
export interface PublicTokenResources {
  [type: string]: boolean | string | string[] | undefined;
}
