/** The config of a scope, as the official SDK calls it. */
export type ApiClientConfiguration = ClientConfig;

/** The config of a client, as the official SDK calls it. */
export type TriggerClientConfig = ClientConfig;

/** Any task by its shape, as the official SDK calls it. */
export type AnyTask = TaskShape & { id: string };

/** The payload of a task, as the official SDK calls it. */
export type TaskPayload<Task extends AnyTask> = PayloadOf<Task>;

/** The output of a task, as the official SDK calls it. */
export type TaskOutput<Task extends AnyTask> = OutputOf<Task>;

/** The id of a task, as the official SDK calls it. */
export type TaskIdentifier<Task extends AnyTask> = TaskIdOf<Task>;

/** The task of this id among several, as the official SDK calls it. */
export type TaskFromIdentifier<Task extends AnyTask, Identifier extends Task["id"]> = Extract<
  Task,
  { id: Identifier }
>;

/** The handle of a batch, as the official SDK calls it. The types of the runs are not kept. */
export type BatchRunHandle<Identifier extends string, Payload, Output> = BatchHandle;

/** A run that was retrieved, as the official SDK calls it. */
export type RetrieveRunResult<T> = Run<T>;

/** A run of any task that was retrieved, as the official SDK calls it. */
export type AnyRetrieveRunResult = Run<any>;

/** An idempotency key that `idempotencyKeys.create` made, as the official SDK calls it: a text here. */
export type IdempotencyKey = string;

/** The variables of an import, as the official SDK calls them. */
export type ImportEnvironmentVariablesParams = UploadVariablesParams;

/** The deployment in force, as the official SDK calls it. */
export type RetrieveCurrentDeploymentResponseBody = Deployment;

/** A deployment of a list, as the official SDK calls it. */
export type ApiDeploymentListResponseItem = Deployment;

/** A dashboard, as the official SDK calls it. */
export type DashboardObject = Dashboard;

/** The rows a query sees, as the official SDK calls it. */
export type QueryScope = NonNullable<QueryOptions["scope"]>;

/** The format of a query's rows, as the official SDK calls it. */
export type QueryFormat = NonNullable<QueryOptions["format"]>;

/** The parameters of `sessions.start`, as the official SDK calls them. */
export type CreateSessionInput = StartSessionParams;

/** The body of `sessions.start`, as the official SDK calls it. */
export type CreateSessionRequestBody = StartSessionParams;

/** The config of a session's runs, as the official SDK calls it. */
export type SessionTriggerConfigInput = SessionTriggerConfig;

/** A session that was started, as the official SDK calls it. */
export type CreatedSessionResponseBody = StartedSession;

/** The parameters of `sessions.list`, as the official SDK calls them. */
export type ListSessionsOptions = ListSessionsParams;

/** A session of a list, as the official SDK calls it. */
export type ListedSessionItem = Session;

/** A session that was retrieved, as the official SDK calls it. */
export type RetrieveSessionResponseBody = Session;

/** The changes of a session, as the official SDK calls them. */
export type UpdateSessionRequestBody = UpdateSessionParams;

/** The parameters of `sessions.close`, as the official SDK calls them. */
export type CloseSessionRequestBody = CloseSessionParams;

/** A run of any task as a subscription tells of it, as the official SDK calls it. */
export type AnyRealtimeRun = RealtimeRun<any>;

/** A run of a task as a subscription tells of it, as the official SDK calls it. */
export type TaskRunShape<Task extends AnyTask> = RealtimeRun<Task>;

/** A run by the types of its task as a subscription tells of it, as the official SDK calls it. */
export type RunShape<Types extends { taskIdentifier: string; payload: any; output: any }> = Omit<
  RealtimeRun<any>,
  "taskIdentifier" | "payload" | "output"
> & { taskIdentifier: Types["taskIdentifier"]; payload: Types["payload"]; output?: Types["output"] };

/** A run of any types as a subscription tells of it, as the official SDK calls it. */
export type AnyRunShape = RealtimeRun<any>;

/** The options of `streams.define`, as the official SDK calls them. */
export type RealtimeDefineStreamOptions = { id: string };

/** The output of a session, as the official SDK calls it. */
export type SessionOutputChannel<Part = unknown> = SessionOutput<Part>;

/** The input of a session, as the official SDK calls it. */
export type SessionInputChannel<Part = unknown> = SessionInput<Part>;

/** The options of reading a session, as the official SDK calls them. */
export type SessionSubscribeOptions<Part = unknown> = SessionReadOptions<Part>;

/** The two directions of a channel by its definition, as the official SDK calls them. */
export type SessionChannelHandleFor<Channel extends SessionChannel> =
  Channel extends SessionChannel<string, infer Shape> ? SessionChannelHandle<Shape> : SessionChannelHandle;
