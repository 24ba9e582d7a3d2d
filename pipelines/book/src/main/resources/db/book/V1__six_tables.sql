-- Database book_pipeline: the six tables of the requirement documents.
-- Flyway keeps its history in the schema book_pipeline_migrations, so that \dt lists these six and nothing else.
-- Time is always a parameter of the statement that writes it, never now().

create table public.books (
  book_id          text        not null primary key
                               check (book_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$'),
  source_url       text,
  title            text,
  authors          text[]      not null default '{}',
  language         text,
  status           text        not null
                               check (status in ('queued', 'scraped', 'parsed', 'complete', 'partial', 'failed')),
  chapter_count    integer     check (chapter_count >= 0),
  raw_s3_key       text,
  audiobook_s3_key text,
  error_name       text,
  error_cause      text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  check (status <> 'failed' or error_name is not null)
);
create index books_status on public.books (status, updated_at);

-- One row per book: how far each stage of the whole book is.
create table public.book_processing (
  book_id         text        not null primary key references public.books on delete cascade,
  scrape_status   text        not null default 'pending',
  parse_status    text        not null default 'pending',
  format_status   text        not null default 'pending',
  tts_status      text        not null default 'pending',
  assemble_status text        not null default 'pending',
  updated_at      timestamptz not null,
  check (scrape_status   in ('pending', 'processing', 'complete', 'failed')),
  check (parse_status    in ('pending', 'processing', 'complete', 'failed')),
  check (format_status   in ('pending', 'processing', 'complete', 'partial', 'failed')),
  check (tts_status      in ('pending', 'processing', 'complete', 'partial', 'failed')),
  check (assemble_status in ('pending', 'processing', 'complete', 'failed'))
);
create index book_processing_tts_status on public.book_processing (tts_status, updated_at);

create table public.chapters (
  book_id    text        not null references public.books on delete cascade,
  chapter_id text        not null check (chapter_id ~ '^ch_[0-9]{3,}$'),
  number     integer     not null check (number >= 1),
  title      text        not null,
  heading    text,
  part       text,
  words      integer     not null check (words >= 0),
  updated_at timestamptz not null,
  primary key (book_id, chapter_id),
  unique (book_id, number)
);

-- One row per chapter: how far each of its stages is. 'skipped' means the run did not ask for this chapter.
create table public.chapter_processing (
  book_id       text        not null,
  chapter_id    text        not null,
  format_status text        not null default 'pending',
  tts_status    text        not null default 'pending',
  error_name    text,
  error_cause   text,
  updated_at    timestamptz not null,
  primary key (book_id, chapter_id),
  foreign key (book_id, chapter_id) references public.chapters on delete cascade,
  check (format_status in ('pending', 'processing', 'complete', 'failed', 'skipped')),
  check (tts_status    in ('pending', 'processing', 'complete', 'failed', 'skipped'))
);
create index chapter_processing_tts_status on public.chapter_processing (tts_status, updated_at);
create index chapter_processing_format_status on public.chapter_processing (format_status, updated_at);

-- What a stage made of a chapter and where it lies; the row is keyed as the idempotency key {bookId}:{chapterId}:{stage}.
create table public.chapter_content (
  book_id     text        not null,
  chapter_id  text        not null,
  stage       text        not null check (stage in ('parse', 'format', 'tts')),
  s3_bucket   text        not null,
  s3_key      text        not null,
  bytes       bigint      not null check (bytes >= 0),
  characters  bigint      check (characters >= 0),
  fingerprint text        not null,
  updated_at  timestamptz not null,
  primary key (book_id, chapter_id, stage),
  foreign key (book_id, chapter_id) references public.chapters on delete cascade
);

-- One row per stage, chapter ('' for the book's own stages) and run; a repeated call of the same run updates its row.
create table public.processing_logs (
  log_id     bigint      not null generated always as identity primary key,
  book_id    text        not null references public.books on delete cascade,
  chapter_id text        not null default '',
  stage      text        not null
                         check (stage in ('scrape', 'parse', 'format', 'tts', 'assemble', 'finalize')),
  run_id     text        not null default '',
  outcome    text        not null check (outcome in ('complete', 'unchanged', 'partial', 'failed')),
  elapsed_ms bigint      not null check (elapsed_ms >= 0),
  message    text,
  logged_at  timestamptz not null,
  unique (book_id, chapter_id, stage, run_id)
);
create index processing_logs_logged_at on public.processing_logs (logged_at);
