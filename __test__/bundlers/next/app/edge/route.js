export const runtime = "edge";

export async function GET() {
  const failure = await import("hairtrigger").catch((error) => error);
  return new Response(failure.message);
}
