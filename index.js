"use strict";

// One file for import and require: both get the same objects and share one state.

const { areas } = require("./js/areas.js");
const { auth } = require("./js/auth.js");
const { configure, withAuth, request, TriggerClient } = require("./js/client.js");
const { drain } = require("./js/drain.js");
const errors = require("./js/errors.js");
const webhooks = require("./js/webhooks.js");

exports.configure = configure;
exports.withAuth = withAuth;
exports.TriggerClient = TriggerClient;
exports.request = request;
exports.drain = drain;
exports.auth = auth;

exports.batch = areas.batch;
exports.concurrencyLimits = areas.concurrencyLimits;
exports.deployments = areas.deployments;
exports.envvars = areas.envvars;
exports.errors = areas.errors;
exports.idempotencyKeys = areas.idempotencyKeys;
exports.orgs = areas.orgs;
exports.projects = areas.projects;
exports.prompts = areas.prompts;
exports.query = areas.query;
exports.queues = areas.queues;
exports.runs = areas.runs;
exports.schedules = areas.schedules;
exports.sessions = areas.sessions;
exports.streams = areas.streams;
exports.tasks = areas.tasks;
exports.wait = areas.wait;

exports.webhooks = {
  SIGNATURE_HEADER_NAME: webhooks.SIGNATURE_HEADER_NAME,
  constructEvent: webhooks.constructEvent,
};

exports.ApiError = errors.ApiError;
exports.BadRequestError = errors.BadRequestError;
exports.AuthenticationError = errors.AuthenticationError;
exports.PermissionDeniedError = errors.PermissionDeniedError;
exports.NotFoundError = errors.NotFoundError;
exports.ConflictError = errors.ConflictError;
exports.UnprocessableEntityError = errors.UnprocessableEntityError;
exports.RateLimitError = errors.RateLimitError;
exports.InternalServerError = errors.InternalServerError;
exports.ApiConnectionError = errors.ApiConnectionError;
exports.ApiTimeoutError = errors.ApiTimeoutError;
exports.ApiResponseError = errors.ApiResponseError;
exports.BatchNotSealedError = errors.BatchNotSealedError;
exports.BatchTriggerError = errors.BatchTriggerError;
exports.ConfigurationError = errors.ConfigurationError;
exports.ArgumentError = errors.ArgumentError;
exports.VariableSyncError = errors.VariableSyncError;
exports.WaitpointTimeoutError = errors.WaitpointTimeoutError;
exports.WebhookError = errors.WebhookError;
