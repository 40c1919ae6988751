// Every declared function of projects and orgs, as a strict TypeScript user writes it. Compiled, not run.

import { TriggerClient, orgs, projects, type Organization, type Project } from "hairtrigger";

const options = { timeoutInMs: 5000 };

const listed: Project[] = await projects.list(options);
const project: Project = await projects.retrieve("proj_1", options);
const region: string | null | undefined = project.defaultRegion;
const made: Date = project.organization.createdAt;
const paused: boolean | undefined = (await projects.listEnvironments("proj_1", options))[0]?.paused;
const { branches } = await projects.listBranches("proj_1", options);
const changed: Date | undefined = branches[0]?.updatedAt;
const { id } = await projects.upsertBranch("proj_1", { branch: "b", env: "preview" });
await projects.upsertBranch("proj_1", { branch: "b", env: "development", git: { dirty: true } }, options);
await projects.archiveBranch("proj_1", { branch: "b" });
const archived = await projects.archiveBranch("proj_1", { branch: "b", env: "preview" }, options);
const { state } = await projects.pauseEnvironment("proj_1", "prod", options);
await projects.resumeEnvironment("proj_1", "preview", options);
const all: Organization[] = await orgs.list(options);
const some: Project[] = await new TriggerClient().orgs.listProjects("acme", options);
void [listed, region, made, paused, changed, id, archived.branch.archivedAt, state, all, some];

// @ts-expect-error a key that is never handed over
void archived.branch.apiKey;
// @ts-expect-error an environment without branches
projects.upsertBranch("proj_1", { branch: "b", env: "prod" });
// @ts-expect-error a project to a list of all
projects.list("proj_1");
// @ts-expect-error an unknown environment
projects.pauseEnvironment("proj_1", "production");
