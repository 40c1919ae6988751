export declare namespace webhooks {
  /** The header that has the signature of a webhook. */
  const SIGNATURE_HEADER_NAME: string;
  /**
   * Reads an event that the server posts to an alert's webhook, once its signature is that of the secret.
   *
   * It takes the request itself, or its raw body and its signature header: what a parser has made of the body
   * is not what was signed. Rejects with a WebhookError. Events of types the typings do not know yet pass
   * through, with the dates they share with the others as `Date`.
   */
  function constructEvent(request: WebhookRequest | Request, secret: string): Promise<Webhook>;
}

/** The raw body of a webhook, and the value of its signature header. */
export interface WebhookRequest {
  payload: string | Uint8Array;
  header: string | Uint8Array | string[];
}

/** A webhook that cannot be read, or was not signed with the secret. */
export declare class WebhookError extends Error {
  constructor(message: string);
}

/** The event that the server posts when an alert is raised; `type` tells the kinds apart. */
export type Webhook =
  | WebhookEvent<"alert.run.failed", AlertWebhookRunFailedObject>
  | WebhookEvent<"alert.deployment.success", AlertWebhookDeploymentSuccessObject>
  | WebhookEvent<"alert.deployment.failed", AlertWebhookDeploymentFailedObject>
  | WebhookEvent<"alert.error", AlertWebhookErrorGroupObject>;

/** The envelope of every event. */
export interface WebhookEvent<Type extends string, Object> {
  id: string;
  type: Type;
  created: Date;
  webhookVersion: string;
  object: Object;
}

/** The organization an event is of. */
export interface WebhookOrganization {
  id: string;
  slug: string;
  name: string;
}

/** The project an event is of. */
export interface WebhookProject extends WebhookOrganization {
  /** `proj_…` */
  ref: string;
}

/** The environment an event is of. */
export interface WebhookEnvironment {
  id: string;
  type: "PRODUCTION" | "STAGING" | "DEVELOPMENT" | "PREVIEW";
  slug: string;
  branchName?: string;
}

/** A run that failed. */
export interface AlertWebhookRunFailedObject {
  task: {
    id: string;
    filePath: string;
    exportName?: string;
    version: string;
    sdkVersion: string;
    cliVersion: string;
  };
  run: {
    id: string;
    number: number;
    status: RunStatus;
    createdAt: Date;
    startedAt?: Date;
    completedAt?: Date;
    isTest: boolean;
    idempotencyKey?: string;
    tags: string[];
    error: WebhookRunError;
    isOutOfMemoryError: boolean;
    machine: string;
    dashboardUrl: string;
  };
  environment: WebhookEnvironment;
  organization: WebhookOrganization;
  project: WebhookProject;
}

/** The error a run failed with: the one that was thrown, or the platform's own. */
export type WebhookRunError =
  | { type: "BUILT_IN_ERROR"; name: string; message: string; stackTrace: string }
  | { type: "CUSTOM_ERROR" | "STRING_ERROR"; raw: string }
  | { type: "INTERNAL_ERROR"; code: string; message?: string; stackTrace?: string };

/** The fields that events about deployments share. */
export interface WebhookDeployment {
  environment: WebhookEnvironment;
  organization: WebhookOrganization;
  project: WebhookProject;
  /** The commit it was made from. */
  git?: {
    branch: string;
    commitSha: string;
    commitMessage: string;
    commitUrl: string;
    branchUrl: string;
    pullRequestNumber?: number;
    pullRequestTitle?: string;
    pullRequestUrl?: string;
    provider?: string;
  };
  vercel?: { deploymentUrl: string };
}

/** A deployment that succeeded. */
export interface AlertWebhookDeploymentSuccessObject extends WebhookDeployment {
  deployment: { id: string; status: string; version: string; shortCode: string; deployedAt: Date };
  tasks: { id: string; filePath: string; exportName?: string; triggerSource: string }[];
}

/** A deployment that failed. */
export interface AlertWebhookDeploymentFailedObject extends WebhookDeployment {
  deployment: { id: string; status: string; version: string; shortCode: string; failedAt: Date };
  error: DeploymentError;
}

/** An error that is new, is back, or is no longer ignored. */
export interface AlertWebhookErrorGroupObject {
  classification: "new_issue" | "regression" | "unignored";
  error: {
    fingerprint: string;
    type: string;
    message: string;
    stackTrace?: string;
    firstSeen: Date;
    lastSeen: Date;
    occurrenceCount: number;
    taskIdentifier: string;
  };
  environment: { id: string; name: string };
  organization: WebhookOrganization;
  project: WebhookProject;
  dashboardUrl: string;
}
