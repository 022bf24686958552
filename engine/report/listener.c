/* Handing on what a run tells. With a baseline most formats hear only of what is new, and those that compare runs (FORMAT_COMPARES) of
   everything; which findings of a record are new is found out once for all reports. */
#include "report/listener.h"

static bool tells_known(const Listener *listener)
{
    return listener->format->traits & FORMAT_COMPARES;
}

void news_begin(RecordNews *news, const duly_record *record)
{
    size_t count = 0;
    news->whole = record;
    news->room = NULL;
    for (size_t i = 0; i < record->finding_count; i++)
        count += record->findings[i].novelty != DULY_KNOWN;
    news->is_all_new = count == record->finding_count;
    if (news->is_all_new)
        return;
    duly_finding *room = news->room = memory_alloc((count + 1) * sizeof *room);
    news->only_new = *record;
    news->only_new.findings = room;
    news->only_new.finding_count = count;
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].novelty != DULY_KNOWN)
            *room++ = record->findings[i];
}

void news_end(RecordNews *news)
{
    memory_free(news->room);
}

void wants_add(Wants *wants, const duly_sink *sink)
{
    wants->found |= sink->record || sink->finding;
    wants->records |= sink->record && !sink->found_only;
    wants->intervals |= sink->interval != NULL;
    wants->statistics |= sink->statistic != NULL;
}

void wants_leave_out(const Wants *wants, duly_sink *sink)
{
    sink->record = wants->found ? sink->record : NULL;
    sink->finding = wants->found ? sink->finding : NULL;
    sink->found_only = !wants->records;
    sink->interval = wants->intervals ? sink->interval : NULL;
    sink->statistic = wants->statistics ? sink->statistic : NULL;
}

void listener_begin(const Listener *listener, const duly_run *run)
{
    if (listener->sink.begin)
        listener->sink.begin(listener->sink.context, run);
}

void listener_finding(const Listener *listener, const duly_finding *finding)
{
    bool wanted = finding->novelty != DULY_KNOWN || tells_known(listener);
    if (listener->sink.finding && wanted)
        listener->sink.finding(listener->sink.context, finding);
}

void sink_record(const duly_sink *sink, const duly_record *record)
{
    if (sink->record)
        sink->record(sink->context, record);
    for (size_t i = 0; !sink->record && sink->finding && i < record->finding_count; i++)
        sink->finding(sink->context, &record->findings[i]);
}

void listener_record(const Listener *listener, const RecordNews *news)
{
    sink_record(&listener->sink, news->is_all_new || tells_known(listener) ? news->whole : &news->only_new);
}

void listener_interval(const Listener *listener, const duly_interval *interval)
{
    if (listener->sink.interval)
        listener->sink.interval(listener->sink.context, interval);
}

void listener_statistic(const Listener *listener, const duly_statistic *statistic)
{
    if (listener->sink.statistic)
        listener->sink.statistic(listener->sink.context, statistic);
}

void listener_end(const Listener *listener, const duly_run *run, const duly_summary *summary)
{
    if (listener->sink.end)
        listener->sink.end(listener->sink.context, run, summary);
}
