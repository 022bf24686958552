-- What PostgreSQL writes in its own way: nulls beside empty texts, t and f, arrays with what must be quoted in them, moments with a zone of
-- hours and of hours and minutes, numbers of several kinds, days without bounds, texts of several lines.
create table loan (
    id text primary key,
    borrower text,
    lent_on date not null,
    due_on date,
    returned boolean,
    copies integer,
    fee numeric(8, 2),
    books text[],
    last_seen timestamptz,
    remark text
);
insert into loan values
    ('L1', 'Ann', '2003-03-01', '2003-04-01', true, 2, 0.00, '{Emma,Persuasion}', '2003-03-02 09:30:00+08', null),
    ('L2', '王伟', '2003-03-01', '2003-04-02', false, 3, 12.50, array['Emma, Lady', 'say "yes"', 'back\slash'], '2003-03-02 09:30:00.25+08', ''),
    ('L3', 'Bert "B", Ltd.', '2003-11-30', '2003-12-31', null, 1, null, '{Emma}', '2002-12-31 23:59:59+08', E'two\nlines'),
    ('L4', null, '2003-12-15', '2004-01-15', false, 1, 'NaN', array['Emma', null], '2003-12-15 00:00:00+05:30', null),
    ('L5', 'Cid', '2003-12-15', 'infinity', false, 0, -1, '{}', null, null);
