import type { Html } from './html.ts'
import { html } from './html.ts'

/** The frame of a documentation page: navigation at the side, or folded away at the top of a small screen. */
export function pageAround(title: string, navigation: Html, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a href="/docs">Holdfast API</a><span><a href="/docs/problems">Problems</a> <a href="/openapi.json">openapi.json</a></span></header>
<div class="columns">
<nav aria-label="Contents">${navigation}</nav>
<main id="content" tabindex="-1">${content}</main>
</div>
</body>
</html>
`.text
}
