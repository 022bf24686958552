#!/bin/sh
# tests/example/parts/slurm.sh as an array of jobs of a real Slurm, on one node and without privileges; a job that was killed is put into
# the queue again, and waits there for two minutes: slurm.sh BUILD-FOLDER WORK-FOLDER. The daemons are the test's own and end with it.
# apt: slurmctld slurmd slurm-client
# has: slurmctld slurmd sbatch
. tests/engines/parts/begin.sh
user=$(id -un)
[ "$user" = root ] && user=nobody
as=
[ "$(id -un)" = "$user" ] || as="setpriv --reuid $user --regid $(id -g "$user") --clear-groups"
port=$((20000 + $$ % 20000)) daemons=
mkdir "$work/state" "$work/spool" "$work/parts"
chown "$user" "$work" "$work/state" "$work/spool" "$work/parts"
cat >"$work/slurm.conf" <<CONFIGURATION
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
SwitchType=switch/none
RequeueExit=137
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
CONFIGURATION
export SLURM_CONF="$work/slurm.conf"
trap 'kill $daemons 2>/dev/null; wait' EXIT
fail() { echo "slurm: $1"; tail -n 5 "$work/slurmctld.log" "$work/slurmd.log"; exit 1; }

for daemon in "slurmctld -D" "slurmd -D -N localhost"; do
    # Not through a function, which would be a shell of its own to kill.
    # shellcheck disable=SC2086
    $as $daemon >>"$work/daemons" 2>&1 &
    daemons="$daemons $!"
done
for _ in 1 2 3 4 5 6 7 8 9 10; do
    sinfo -h -o %T 2>/dev/null | grep -q idle && break
    sleep 1
done
sinfo -h -o %T | grep -q idle || fail "the node is not ready"
# shellcheck disable=SC2086
$as timeout 300 sbatch --quiet --array=1-3 --wait --requeue --output="$work/parts/%a.said" tests/example/parts/slurm.sh "$work/parts" $check -q ||
    fail "the jobs: $(cat "$work"/parts/*.said)"
# shellcheck disable=SC2086
"$DULY" merge "$work"/parts/*.part $outputs
held slurm
