# A page without what is the same on every page: its style, its script, and their hashes in its policy. These have their place in
# engine/report/html, and a change of theirs is none of what a run told. What is expected of pages is kept, and compared, through this.
s/'sha256-[^']*'/'sha256'/g
/^<style>\/\*/,/^<\/style>$/d
/^<script>/,/^<\/script>$/d
