"use strict";

/**
 * Opens projects of different customers, each with runs and a variable that carry the customer's name.
 *
 * Every fourth has a personal access token on a preview branch, the others a secret key. Each config
 * names its project in a header, against which the server checks the credential of every request.
 */
function openTenants(server, count) {
  return Array.from({ length: count }, (_, index) => openTenant(server, index));
}

function openTenant(server, index) {
  const name = `tenant-${index}`;
  const project = server.createProject({ name });
  const requestOptions = { additionalHeaders: { "x-test-tenant": project.ref } };
  const prod = project.environment("prod");
  prod.seedRuns(5, () => ({ status: "COMPLETED", tags: [name] }));
  if (index % 4 !== 3) {
    prod.setVariable("OWNER", name);
    const token = prod.secretKey;
    return {
      name,
      project,
      token,
      env: "prod",
      listing: [{ limit: 2 }],
      config: { secretKey: token, requestOptions },
    };
  }
  const branch = "feature/x";
  project.createBranch(branch).setVariable("OWNER", name);
  const token = server.createPersonalAccessToken({ projects: [project] });
  const config = { accessToken: token, previewBranch: branch, requestOptions };
  return { name, project, token, env: "preview", listing: [project.ref, { env: "prod", limit: 2 }], config };
}

/** Numbers in 0..1 that a seed repeats (mulberry32). */
function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

module.exports = { openTenants, seededRandom };
