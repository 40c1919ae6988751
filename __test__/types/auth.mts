// What auth tells of credentials, as a strict TypeScript user writes it. Compiled, not run.

import { TriggerClient, auth, type ClientConfig, type CredentialCheck } from "hairtrigger";
import { expectType, options } from "./expect.mjs";

const config: ClientConfig = { secretKey: "tr_dev_a" };

const verdict = await auth.verify();
expectType<CredentialCheck>()(verdict, true);
expectType<CredentialCheck>()(await auth.verify(options), true);
const { status, sentence } = await auth.verify(config, options);
expectType<CredentialCheck>()(await new TriggerClient(config).auth.verify(config), true);
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
expectType<string>()(sentence, true);
if (verdict.kind === "secret_key") expectType<"secret_key">()(verdict.kind, true);
expectType<"dev" | "staging" | "prod" | "preview" | undefined>()(verdict.environment, true);
expectType<Date | undefined>()(verdict.expiresAt, true);
expectType<string | undefined>()(verdict.project?.ref, true);
void [verdict.user?.email, verdict.baseURL];

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
  expectType<string | undefined>()(connection.projectRef, true);
  expectType<"dev" | "staging" | "prod" | "preview" | undefined>()(connection.environment, true);
  // @ts-expect-error a config has no errors
  void connection.errors;
} else {
  expectType<string | undefined>()(connection.errors.apiKey, true);
  void connection.errors.baseURL;
  // @ts-expect-error there is no such field
  void connection.errors.nope;
  // @ts-expect-error what is wrong makes no config
  void connection.config;
}
auth.fromConnection({ apiKey: "tr_dev_a", baseURL: "trigger.example" }, { network: "public" });
// @ts-expect-error an unknown network
auth.fromConnection({ apiKey: "tr_dev_a" }, { network: "private" });
// @ts-expect-error an unknown field
auth.fromConnection({ key: "tr_dev_a" });
