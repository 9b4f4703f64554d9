import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api'

import { Restart } from '../db/transaction.ts'
import { Problem } from '../problem.ts'

const tracer = trace.getTracer('holdfast')

/** Runs `work` in a span of this name. Costs next to nothing while no exporter is configured. */
export function inSpan<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      // A refusal is an answer, not a fault.
      if (isFault(error))
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
      throw error
    } finally {
      span.end()
    }
  })
}

function isFault(error: unknown): boolean {
  if (error instanceof Problem) return error.kind.status >= 500
  return !(error instanceof Restart) && !(error as { isAnswer?: boolean }).isAnswer
}

/** Adds attributes to the span that is running, if any. */
export function annotateSpan(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes)
}

/**
 * Exports spans by OTLP over HTTP. The SDK is loaded only when asked for: it costs 15 MB and 100 ms at start.
 * Returns what flushes and stops it.
 */
export async function exportSpans(endpoint: string, role: string): Promise<() => Promise<void>> {
  const [{ NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'holdfast', 'service.instance.role': role }),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })),
    ],
  })
  provider.register()
  return () => provider.shutdown()
}
