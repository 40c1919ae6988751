// Every declared function of projects and orgs, as a strict TypeScript user writes it. Compiled, not run.

import { TriggerClient, orgs, projects, type Organization, type Project } from "hairtrigger";
import { expectType, options } from "./expect.mjs";

expectType<Project[]>()(await projects.list(options), true);
const project = await projects.retrieve("proj_1", options);
expectType<Project>()(project, true);
expectType<string | null | undefined>()(project.defaultRegion, true);
expectType<Date>()(project.organization.createdAt, true);
const [environment] = await projects.listEnvironments("proj_1", options);
expectType<boolean>()(environment!.paused, true);
const { branches } = await projects.listBranches("proj_1", options);
expectType<Date>()(branches[0]!.updatedAt, true);
const { id } = await projects.upsertBranch("proj_1", { branch: "b", env: "preview" });
await projects.upsertBranch("proj_1", { branch: "b", env: "development", git: { dirty: true } }, options);
await projects.archiveBranch("proj_1", { branch: "b" });
const archived = await projects.archiveBranch("proj_1", { branch: "b", env: "preview" }, options);
const { state } = await projects.pauseEnvironment("proj_1", "prod", options);
await projects.resumeEnvironment("proj_1", "preview", options);
expectType<Organization[]>()(await orgs.list(options), true);
expectType<Project[]>()(await new TriggerClient().orgs.listProjects("acme", options), true);
void [id, archived.branch.archivedAt, state];

// @ts-expect-error a key that is never handed over
void archived.branch.apiKey;
// @ts-expect-error an environment without branches
projects.upsertBranch("proj_1", { branch: "b", env: "prod" });
// @ts-expect-error a project to a list of all
projects.list("proj_1");
// @ts-expect-error an unknown environment
projects.pauseEnvironment("proj_1", "production");
