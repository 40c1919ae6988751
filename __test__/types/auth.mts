// What auth tells of credentials, as a strict TypeScript user writes it. Compiled, not run.

import { TriggerClient, auth, type ClientConfig, type CredentialVerdict } from "hairtrigger";

const options = { timeoutInMs: 5000 };
const config: ClientConfig = { secretKey: "tr_dev_a" };

const verdict: CredentialVerdict = await auth.verify();
const again: CredentialVerdict = await auth.verify(options);
const { status, sentence } = await auth.verify(config, options);
const bound: CredentialVerdict = await new TriggerClient(config).auth.verify(config);
switch (status) {
  case "ok":
  case "invalid":
  case "revoked":
  case "forbidden":
  case "wrong_host":
  case "unreachable":
  case "legacy_key":
    break;
  default:
    status satisfies never;
}
const kind: "secret_key" | undefined = verdict.kind === "secret_key" ? verdict.kind : undefined;
const environment: "dev" | "staging" | "prod" | "preview" | undefined = verdict.environment;
const expiry: Date | undefined = verdict.expiresAt;
const project: string | undefined = verdict.project?.ref;
void [again, sentence, bound, kind, environment, expiry, project, verdict.user?.email, verdict.baseURL];

// @ts-expect-error a token that is never handed over
void verdict.secretKey;
// @ts-expect-error an unknown field of a config
auth.verify({ apiKey: "tr_dev_a" });

const connection = await auth.fromConnection({
  apiKey: "tr_dev_a",
  token: null,
  projectRef: "",
  environment: "dev",
  baseURL: "localhost:3030",
  previewBranch: "",
});
if (connection.ok) {
  await auth.verify(connection.config);
  const reference: string | undefined = connection.projectRef;
  const where: "dev" | "staging" | "prod" | "preview" | undefined = connection.environment;
  void [reference, where];
  // @ts-expect-error a config has no errors
  void connection.errors;
} else {
  const wrong: string | undefined = connection.errors.apiKey;
  void [wrong, connection.errors.baseURL];
  // @ts-expect-error there is no such field
  void connection.errors.nope;
  // @ts-expect-error what is wrong makes no config
  void connection.config;
}
// @ts-expect-error an unknown field
auth.fromConnection({ key: "tr_dev_a" });
