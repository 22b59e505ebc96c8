import { resolve } from 'node:path';
import { referencePage } from '@yuzhu/contract';
import { acceptanceCasesPage } from './acceptance-cases-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { hotelApiReferencePage } from './hotel-api-reference-page.ts';
import { interfacePlacesPage } from './interface-places-page.ts';

/** A page of docs/ that is made from the source. */
export interface GeneratedPage {
  /** Absolute path. */
  readonly file: string;
  /** The whole page. */
  text(): string;
}

const DOCS = resolve(import.meta.dirname, '../../../../docs');

/** Every generated page. `npm run docs` writes them; a test tells when one is out of date. */
export const GENERATED_PAGES: readonly GeneratedPage[] = [
  { file: resolve(DOCS, 'reference/acceptance-cases.md'), text: acceptanceCasesPage },
  { file: resolve(DOCS, 'configuration.md'), text: configurationPage },
  { file: resolve(DOCS, 'errors.md'), text: errorsPage },
  { file: resolve(DOCS, 'hotel-api-reference.md'), text: hotelApiReferencePage },
  { file: resolve(DOCS, 'reference/interface-places.md'), text: interfacePlacesPage },
  { file: resolve(DOCS, 'reference/interfaces.md'), text: referencePage },
];
