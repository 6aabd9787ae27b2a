// Codes of the diagnostics of .NET metadata; docs/errors.md explains each.

export const DOTNET_CODES = [
  'dotnet-metadata-unreadable',
  'dotnet-stream-damaged',
  'dotnet-stream-repeated',
  'dotnet-table-cut',
  'dotnet-names-cut',
  'dotnet-body-damaged',
] as const;

export type DotnetCode = (typeof DOTNET_CODES)[number];
