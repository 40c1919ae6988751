"use strict";

const { randomBytes } = require("node:crypto");
const { Listener } = require("./listener.js");

/**
 * Where large packets are kept: a listener of its own, so that its origin differs from the API's.
 *
 * It starts with the first packet that is published or announced. A presigned URL is all it asks for, and like
 * the real ones it refuses a request that carries an Authorization header besides.
 */
class Storage {
  constructor({ tls }) {
    this.packets = new Map();
    /** Packets that were announced and may have been put here, by owner and name. */
    this.announced = new Map();
    /** Every request seen: `{ at, method, url, headers, status }`, an upload's with its `body`. */
    this.requests = [];
    this.faults = [];
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

  /**
   * Announces a packet.
   *
   * @returns {Promise<{ presignedUrl: string, storagePath: string }>} where to put it, and what a run calls it
   */
  async reserve(environment, name) {
    const packet = { data: "", type: undefined, offloaded: true };
    this.announced.set(`${ownerOf(environment)}/${name}`, packet);
    const presignedUrl = await this.#sign(packet, `/packets/${ownerOf(environment)}/${name}`);
    return { presignedUrl, storagePath: name };
  }

  /** Returns the packet that a run's payload names; one that was never put here cannot be downloaded. */
  find(environment, name) {
    const missing = { data: "", type: undefined, offloaded: true };
    return this.announced.get(`${ownerOf(environment)}/${name}`) ?? missing;
  }

  /** Makes the next `times` requests fail with a status, or without an answer. */
  fault({ status, times = 1 }) {
    for (let count = 0; count < times; count += 1) this.faults.push(status);
  }

  close() {
    return this.listener.close();
  }

  async #upload(run, name) {
    const packet = run[name];
    if (!packet?.offloaded) return undefined;
    return this.#sign(packet, `/packets/${ownerOf(run.environment)}/${run.id}/${name}.json`);
  }

  async #sign(packet, path) {
    this.starting ??= this.listener.listen(0);
    await this.starting;
    packet.signature ??= randomBytes(32).toString("hex");
    const target = `${path}?X-Amz-Expires=300&X-Amz-Signature=${packet.signature}`;
    this.packets.set(target, packet);
    return this.url + target;
  }

  async #answer(request, response) {
    const { method, url, headers } = request;
    const record = { at: Date.now(), method, url, headers: { ...headers }, status: undefined };
    this.requests.push(record);
    const text = Buffer.concat(await request.toArray().catch(() => [])).toString();
    if (method === "PUT") record.body = text;
    const packet = this.packets.get(url);
    const fault = this.faults.length > 0 ? { status: this.faults.shift(), code: "SlowDown" } : undefined;
    if (fault && fault.status === undefined) {
      this.listener.reset(request);
      return;
    }
    const refusal = fault ?? findRefusal(request, packet);
    const status = refusal?.status ?? 200;
    record.status = status;
    if (method === "PUT" && !refusal) {
      Object.assign(packet, { data: text, type: headers["content-type"] });
      response.writeHead(200, { "content-length": 0 }).end();
      return;
    }
    const body = Buffer.from(refusal ? renderError(refusal) : packet.data);
    const type = refusal ? "application/xml" : packet.type;
    response.writeHead(status, { "content-type": type, "content-length": body.length });
    response.end(method === "HEAD" ? undefined : body);
  }
}

function ownerOf(environment) {
  return `${environment.project.ref}/${environment.name}`;
}

function findRefusal({ method, headers: { authorization } }, packet) {
  if (authorization !== undefined) return { status: 400, code: "InvalidArgument" };
  const isMissing = packet && packet.type === undefined && method !== "PUT";
  if (isMissing) return { status: 404, code: "NoSuchKey" };
  return packet ? undefined : { status: 403, code: "SignatureDoesNotMatch" };
}

function renderError({ code }) {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
}

module.exports = { Storage };
