#!/bin/sh
# A check in parts as an array of Slurm jobs:
#   sbatch --array=1-64 --wait slurm.sh /scratch/parts -r rules/permits batch/ --as-of 2024-06-01
#   duly merge /scratch/parts/*.part --format html=report.html
# A job that is killed is put in the queue again; its part stands under its name only when it is whole.
#SBATCH --job-name=duly
#SBATCH --cpus-per-task=1
#SBATCH --requeue
set -eu
folder=$1
shift
mkdir -p "$folder"
exec duly check "$@" --jobs 1 --part "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --format "part=$folder/$SLURM_ARRAY_TASK_ID.part"
