/**
 * Writes one batch of decided entries into PostgreSQL, together with the log position reached, in the transaction in which
 * they were decided.
 *
 * Ids of patients, studies and series are remembered between batches, so that a batch of a running study is three
 * statements.
 */

import { sql, type Transaction } from 'kysely';
import { grantNewStudies } from '../access/new-studies.ts';
import { noteChanges } from '../changes/note-changes.ts';
import type { Database } from '../database/schema.ts';
import { type SpoolNumber, spoolOf } from '../storage/log-entry.ts';
import type { LogPosition } from '../storage/log-position.ts';
import { type AddedInstance, arrivalChanges } from './arrival-changes.ts';
import { type IndexDecision, isAdded } from './index-decision.ts';
import type { IndexEntry } from './index-entry.ts';
import type { RememberedIds } from './remembered-ids.ts';
import { servedOfSeries, totalStudies } from './study-totals.ts';

export type PositionChange = {
  readonly spool: SpoolNumber;
  readonly from: LogPosition;
  readonly to: LogPosition;
};

/** The database is not where this process left it: PostgreSQL crashed and lost its last commits. */
export class IndexFellBehind extends Error {
  override readonly name = 'IndexFellBehind';

  constructor() {
    super('the index has lost its last batches');
  }
}

/**
 * Writes the decisions and the position. What is added to the draft of ids counts once the transaction is committed.
 *
 * @returns internal ids of the studies that changed
 * @throws IndexFellBehind where the database is not at `position.from`; nothing is written then
 */
export async function writeBatch(
  trx: Transaction<Database>,
  decisions: readonly IndexDecision[],
  position: PositionChange,
  ids: Draft,
): Promise<ReadonlySet<number>> {
  const kept = decisions.filter(isAdded);
  await ensurePatients(trx, kept, ids);
  const newStudies = await ensureStudies(trx, kept, ids);
  const newSeries = await ensureSeries(trx, kept, ids);
  const { beside, added } = await insertInstances(trx, kept, ids);
  const studies = new Set([...kept.map(({ entry }) => ids.study(entry)), ...beside]);
  await countServed(trx, kept, ids);
  await totalStudies(trx, studies, 'arrival');
  const studyOfSeries = new Map(kept.map(({ entry }) => [ids.series(entry), ids.study(entry)]));
  await noteChanges(trx, arrivalChanges({ added, beside, newStudies, newSeries, studyOfSeries }));
  await advance(trx, position);
  return studies;
}

async function advance(trx: Transaction<Database>, { spool, from, to }: PositionChange): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('index_state')
    .set({ position: to })
    .where('spool', '=', spool)
    .where('position', '=', from)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new IndexFellBehind();
}

type Draft = ReturnType<RememberedIds['draft']>;

async function ensurePatients(trx: Transaction<Database>, decisions: readonly IndexDecision[], ids: Draft) {
  const missing = firstOf(
    decisions,
    (entry) => ids.findPatient(entry),
    (entry) => entry.summary.patient.identityKey,
  );
  if (missing.length === 0) return;
  const rows = missing.map(({ summary, location }) => ({
    identity_key: summary.patient.identityKey,
    key_id: location.patientKeyId,
    key_spool: spoolOf(location),
    patient_id: summary.patient.patientId,
    issuer: summary.patient.issuer,
    name: summary.patient.name,
    names: summary.names('patient'),
    attributes: summary.patientAttributes(),
    birth_date: summary.patient.birthDate,
    sex: summary.patient.sex,
  }));
  const found = await sql<{ id: number; identity_key: string }>`
    with came as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (identity_key text, key_id text, key_spool integer, patient_id text, issuer text, name text, names jsonb,
          attributes jsonb, birth_date text, sex text)),
    found as (
      insert into gateway.patient (id, identity_key, key_id, key_spool, patient_id, issuer, name, names, attributes,
        birth_date, sex) overriding system value
      select coalesce(known.id, nextval(pg_get_serial_sequence('gateway.patient', 'id'))), identity_key, key_id,
        key_spool, patient_id, issuer, name, names, attributes, birth_date, sex
      from came left join gateway.known_patient known using (identity_key)
      on conflict (identity_key) do update set identity_key = excluded.identity_key
      returning id, identity_key, key_spool, key_id),
    further as (
      insert into gateway.patient_key (patient_id, spool, key_id)
      select found.id, came.key_spool, came.key_id from found join came on came.identity_key = found.identity_key
      where came.key_spool <> found.key_spool or came.key_id <> found.key_id
      on conflict do nothing)
    select id, identity_key from found`.execute(trx);
  for (const row of found.rows) ids.addPatient(row.identity_key, row.id);
}

/** Returns the studies that were not there. */
async function ensureStudies(
  trx: Transaction<Database>,
  decisions: readonly IndexDecision[],
  ids: Draft,
): Promise<readonly number[]> {
  const missing = firstOf(
    decisions,
    (entry) => ids.findStudy(entry),
    (entry) => ids.studyKey(entry),
  );
  if (missing.length === 0) return [];
  const rows = missing.map((entry) => {
    const { study } = entry.summary;
    return {
      patient_id: ids.patient(entry),
      study_instance_uid: study.uid,
      study_date: study.date,
      study_time: study.time,
      accession_number: study.accessionNumber,
      study_id: study.id,
      description: study.description,
      referring_physician: study.referringPhysician,
      institution: study.institution,
      attributes: entry.summary.studyAttributes(),
      search: study.search,
      names: entry.summary.names('study'),
      received_at: entry.receivedAt.toISOString(),
    };
  });
  const found = await sql<{ id: number; patient_id: number; study_instance_uid: string; created: boolean }>`
    insert into gateway.study (id, patient_id, study_instance_uid, study_date, study_time, accession_number, study_id,
      description, referring_physician, institution, modalities, attributes, search, names, received_at)
      overriding system value
    select coalesce(known.id, nextval(pg_get_serial_sequence('gateway.study', 'id'))), patient_id, study_instance_uid,
      study_date, study_time, accession_number, study_id, description, referring_physician, institution, '{}',
      attributes, search, names, received_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (patient_id bigint, study_instance_uid text, study_date text, study_time text, accession_number text,
        study_id text, description text, referring_physician text, institution text, attributes jsonb, search text,
        names jsonb, received_at timestamptz)
      left join gateway.known_study known using (patient_id, study_instance_uid)
    on conflict (study_instance_uid, patient_id) do update set changed_at = now()
    returning id, patient_id, study_instance_uid, (xmax = 0) as created`.execute(trx);
  for (const row of found.rows) ids.addStudy(row.patient_id, row.study_instance_uid, row.id);
  const created = found.rows.filter((row) => row.created).map((row) => row.id);
  if (created.length === 0) return [];
  await grantNewStudies(trx, created);
  return created;
}

/** Returns the series that were not there. */
async function ensureSeries(
  trx: Transaction<Database>,
  decisions: readonly IndexDecision[],
  ids: Draft,
): Promise<readonly number[]> {
  const missing = firstOf(
    decisions,
    (entry) => ids.findSeries(entry),
    (entry) => ids.seriesKey(entry),
  );
  if (missing.length === 0) return [];
  const rows = missing.map((entry) => {
    const { series } = entry.summary;
    return {
      study_id: ids.study(entry),
      series_instance_uid: series.uid,
      modality: series.modality,
      number: series.number,
      description: series.description,
      body_part: series.bodyPart,
      laterality: series.laterality,
      series_date: series.date,
      series_time: series.time,
      attributes: entry.summary.seriesAttributes(),
      names: entry.summary.names('series'),
    };
  });
  const found = await sql<{ id: number; study_id: number; series_instance_uid: string; created: boolean }>`
    insert into gateway.series (id, study_id, series_instance_uid, modality, number, description, body_part, laterality,
      series_date, series_time, attributes, names) overriding system value
    select coalesce(known.id, nextval(pg_get_serial_sequence('gateway.series', 'id'))), study_id, series_instance_uid,
      modality, number, description, body_part, laterality, series_date,
      series_time, attributes, names
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (study_id bigint, series_instance_uid text, modality text, number integer, description text, body_part text,
        laterality text, series_date text, series_time text, attributes jsonb, names jsonb)
      left join gateway.known_series known using (study_id, series_instance_uid)
    on conflict (study_id, series_instance_uid) do update set modality = series.modality
    returning id, study_id, series_instance_uid, (xmax = 0) as created`.execute(trx);
  for (const row of found.rows) ids.addSeries(row.study_id, row.series_instance_uid, row.id);
  return found.rows.filter((row) => row.created).map((row) => row.id);
}

type Inserted = {
  /** Studies besides those of the entries that changed: that of a copy under the same UID may be another. */
  readonly beside: readonly number[];
  readonly added: readonly AddedInstance[];
};

async function insertInstances(
  trx: Transaction<Database>,
  decisions: readonly IndexDecision[],
  ids: Draft,
): Promise<Inserted> {
  if (decisions.length === 0) return { beside: [], added: [] };
  const inserted: Inserted = decisions.some(replacesServed)
    ? await insertOneByOne(trx, decisions, ids)
    : {
        beside: [],
        added: await insertRows(
          trx,
          decisions.map((decision) => instanceRow(decision, ids)),
        ),
      };
  const conflicts = decisions.filter(({ outcome }) => outcome === 'conflict');
  const beside = conflicts.length > 0 ? await noteConflicts(trx, conflicts) : [];
  return { beside: [...inserted.beside, ...beside], added: inserted.added };
}

function replacesServed({ entry, outcome }: IndexDecision): boolean {
  return outcome === 'conflict' && entry.policy === 'newest';
}

/** A newest copy takes the place of the served one before it can be inserted as served. */
async function insertOneByOne(
  trx: Transaction<Database>,
  decisions: readonly IndexDecision[],
  ids: Draft,
): Promise<Inserted> {
  const beside: number[] = [];
  const added: AddedInstance[] = [];
  for (const decision of decisions) {
    if (replacesServed(decision)) {
      const { rows } = await sql<{ study_id: number }>`
        with demoted as (
          update gateway.instance set state = 'kept'
          where sop_instance_uid = ${decision.entry.summary.instance.uid} and state = 'served'
          returning id, series_id)
        update gateway.series s set instance_count = s.instance_count - 1, sop_classes = array(
          select distinct i.sop_class_uid collate "C" from gateway.instance i
          where i.series_id = s.id and i.state = 'served' and i.id <> demoted.id order by 1)
        from demoted where s.id = demoted.series_id returning s.study_id`.execute(trx);
      beside.push(...rows.map((row) => row.study_id));
    }
    added.push(...(await insertRows(trx, [instanceRow(decision, ids)])));
  }
  return { beside, added };
}

function instanceRow({ entry, outcome }: Pick<IndexDecision, 'entry' | 'outcome'>, ids: Draft) {
  const { instance } = entry.summary;
  return {
    series_id: ids.series(entry),
    state: outcome === 'trashed' ? 'trashed' : isServed({ entry, outcome }) ? 'served' : 'kept',
    sop_instance_uid: instance.uid,
    sop_class_uid: instance.sopClassUid,
    transfer_syntax_uid: entry.transferSyntaxUid,
    number: instance.number,
    rows: instance.rows,
    columns: instance.columns,
    frames: instance.frames,
    bits_allocated: instance.bitsAllocated,
    lossy: instance.lossy,
    content_date: instance.contentDate,
    content_time: instance.contentTime,
    attributes: entry.summary.instanceAttributes(),
    sha256: entry.sha256.toString('hex'),
    length_bytes: entry.lengthBytes,
    pixel_data_offset: entry.pixelDataOffset ?? null,
    object_id: entry.location.objectId,
    location: entry.location,
    position: entry.position,
    findings: entry.findings,
    source: entry.source,
    sender: entry.sender,
    received_at: entry.receivedAt.toISOString(),
    policy: entry.policy,
    trash_id: entry.trash?.id ?? null,
    trashed_at: entry.trash?.position ?? null,
  };
}

/** Returns what was added, in the order of the rows. */
async function insertRows(
  trx: Transaction<Database>,
  rows: readonly ReturnType<typeof instanceRow>[],
): Promise<readonly AddedInstance[]> {
  const { rows: added } = await sql<AddedInstance>`
    insert into gateway.instance (series_id, state, sop_instance_uid, sop_class_uid, transfer_syntax_uid, number, rows,
      columns, frames, bits_allocated, lossy, content_date, content_time, attributes, sha256, length_bytes,
      pixel_data_offset, object_id, location, position, findings, source, sender, received_at, policy, trash_id, trashed_at)
    select series_id, state, sop_instance_uid, sop_class_uid, transfer_syntax_uid, number, rows, columns, frames,
      bits_allocated, lossy, content_date, content_time, attributes, decode(sha256, 'hex'), length_bytes,
      pixel_data_offset, object_id, location, position, findings, source, sender, received_at, policy, trash_id, trashed_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (series_id bigint, state text, sop_instance_uid text, sop_class_uid text, transfer_syntax_uid text,
        number integer, rows integer, columns integer, frames integer, bits_allocated integer, lossy boolean,
        content_date text, content_time text, attributes jsonb, sha256 text, length_bytes bigint, pixel_data_offset bigint,
        object_id text, location jsonb, position bigint, findings text[], source text, sender text, received_at timestamptz,
        policy text, trash_id text, trashed_at bigint)
    returning id, series_id, state`.execute(trx);
  return added;
}

/**
 * Conflicts name the copy that is served now and each copy that is kept beside it.
 *
 * @returns the studies with a served copy beside which another is kept from now on
 */
async function noteConflicts(
  trx: Transaction<Database>,
  conflicts: readonly IndexDecision[],
): Promise<readonly number[]> {
  const uids = [...new Set(conflicts.map(({ entry }) => entry.summary.instance.uid))];
  const { rows } = await sql<{ served_study_id: number }>`
    with versions as (
      select i.id, i.sop_instance_uid, i.state, s.study_id
      from gateway.instance i join gateway.series s on s.id = i.series_id where i.sop_instance_uid = any(${uids})),
    refreshed as (
      update gateway.conflict c set served_instance_id = served.id, served_study_id = served.study_id
      from versions served
      where served.state = 'served' and served.sop_instance_uid = c.sop_instance_uid and c.kept_instance_id <> served.id),
    promoted as (
      delete from gateway.conflict c using versions served
      where served.state = 'served' and c.kept_instance_id = served.id)
    insert into gateway.conflict (sop_instance_uid, served_instance_id, kept_instance_id, served_study_id, kept_study_id)
    select kept.sop_instance_uid, served.id, kept.id, served.study_id, kept.study_id
    from versions kept join versions served on served.sop_instance_uid = kept.sop_instance_uid
    where kept.state = 'kept' and served.state = 'served'
      and not exists (select from gateway.conflict c where c.kept_instance_id = kept.id)
    returning served_study_id`.execute(trx);
  return rows.map((row) => row.served_study_id);
}

/** Adds the new served instances to their series. */
async function countServed(trx: Transaction<Database>, decisions: readonly IndexDecision[], ids: Draft) {
  const added = new Map<number, { n: number; readonly classes: Set<string> }>();
  for (const decision of decisions) {
    if (!isServed(decision)) continue;
    const series = ids.series(decision.entry);
    const known = added.get(series) ?? { n: 0, classes: new Set() };
    known.n += 1;
    known.classes.add(decision.entry.summary.instance.sopClassUid);
    added.set(series, known);
  }
  if (added.size === 0) return;
  const counts = [...added.values()].map(({ n }) => n);
  const classes = [...added.values()].map((known) => [...known.classes].join(' ')); // no UID has a space
  await sql`
    update gateway.series s set instance_count = s.instance_count + added.n, arriving = true, changed_at = now(),
      sop_classes = case when s.sop_classes @> added.classes then s.sop_classes
        else array(select distinct one collate "C" from unnest(s.sop_classes || added.classes) as one order by 1) end
    from (select id, n, string_to_array(classes, ' ') as classes
      from unnest(${[...added.keys()]}::bigint[], ${counts}::integer[], ${classes}::text[]) as r (id, n, classes)) as added
    where s.id = added.id`.execute(trx);
  if (!decisions.some(replacesServed)) return;
  // What was replaced may be of this very batch, whose classes all were added.
  await sql`
    update gateway.series s set ${servedOfSeries}
    where s.id = any(${[...added.keys()]}::bigint[])`.execute(trx);
}

function isServed({ entry, outcome }: Pick<IndexDecision, 'entry' | 'outcome'>): boolean {
  return outcome === 'stored' || (outcome === 'conflict' && entry.policy === 'newest');
}

/** Returns the first entry of each key that is not known yet, in order. */
function firstOf(
  decisions: readonly IndexDecision[],
  find: (entry: IndexEntry) => number | undefined,
  key: (entry: IndexEntry) => string,
): readonly IndexEntry[] {
  const missing = new Map<string, IndexEntry>();
  for (const { entry } of decisions) {
    if (find(entry) === undefined && !missing.has(key(entry))) missing.set(key(entry), entry);
  }
  return [...missing.values()];
}
