import { withAuth } from "hairtrigger";

export const dynamic = "force-dynamic";

export async function GET() {
  const { config, runId } = JSON.parse(process.env.HAIRTRIGGER_WORLD).plain;
  const run = await withAuth(config, (client) => client.runs.retrieve(runId));
  return new Response(run.id);
}
