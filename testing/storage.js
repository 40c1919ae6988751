"use strict";

const { randomBytes } = require("node:crypto");
const { Listener } = require("./listener.js");

/**
 * Where large packets are kept: a listener of its own, so that its origin differs from the API's.
 *
 * It starts with the first packet that is published. A presigned URL is all it asks for, and like
 * the real ones it refuses a request that carries an Authorization header besides.
 */
class Storage {
  constructor({ tls }) {
    this.packets = new Map();
    /** Every request seen: `{ at, method, url, headers, status }`. */
    this.requests = [];
    this.listener = new Listener({
      tls,
      handle: (request, response) => this.#answer(request, response),
    });
    this.starting = undefined;
  }

  /** The origin, or undefined until the first packet has been published. */
  get url() {
    return this.listener.url;
  }

  /** Uploads the packets of a run that belong here and returns their URLs. */
  async publish(run) {
    const [payload, output] = await Promise.all([this.#upload(run, "payload"), this.#upload(run, "output")]);
    return { payload, output };
  }

  close() {
    return this.listener.close();
  }

  async #upload(run, name) {
    const packet = run[name];
    if (!packet?.offloaded) return undefined;
    this.starting ??= this.listener.listen(0);
    await this.starting;
    const { environment } = run;
    const owner = `${environment.project.ref}/${environment.name}`;
    const path = `/packets/${owner}/${run.id}/${name}.json`;
    packet.signature ??= randomBytes(32).toString("hex");
    const target = `${path}?X-Amz-Expires=300&X-Amz-Signature=${packet.signature}`;
    this.packets.set(target, packet);
    return this.url + target;
  }

  #answer(request, response) {
    const { method, url, headers } = request;
    const packet = this.packets.get(url);
    const refusal = findRefusal(headers, packet);
    const status = refusal?.status ?? 200;
    this.requests.push({ at: Date.now(), method, url, headers: { ...headers }, status });
    const body = Buffer.from(refusal ? renderError(refusal) : packet.data);
    const type = refusal ? "application/xml" : packet.type;
    response.writeHead(status, { "content-type": type, "content-length": body.length });
    response.end(method === "HEAD" ? undefined : body);
  }
}

function findRefusal({ authorization }, packet) {
  if (authorization !== undefined) return { status: 400, code: "InvalidArgument" };
  return packet ? undefined : { status: 403, code: "SignatureDoesNotMatch" };
}

function renderError({ code }) {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
}

module.exports = { Storage };
