// Started several times at once by the test of migrations.
import { openDatabase } from '../../database.ts';
import { migrate } from '../../migrate.ts';

const { TEST_URL = '', TEST_SCHEMA = '', TEST_FOLDER = '' } = process.env;
const database = openDatabase(TEST_URL, { name: 'migrate-once', max: 1 });
const { applied } = await migrate(database, { schema: TEST_SCHEMA, folder: TEST_FOLDER });
await database.close();
process.stdout.write(`applied ${applied.length}\n`);
