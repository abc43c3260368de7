// The words of a page that is made live.

export const liveWords = {
  label: "Python on this page",
  offer: "Make this page live",
  price:
    "Python comes to this page: {} MB the first time, then from your browser's store. " +
    "After that the fields of scenes and exercises answer here. Nothing is sent anywhere.",
  loading: "{} of {} MB have come.",
  starting: "All has come. Python starts; this takes some seconds.",
  ready: "This page is live: type into the fields of scenes and exercises.",
  failed: "Python could not be started: {}. Everything else on this page works as before.",
  broken: "Python ended: {}. Everything else on this page works as before.",
  silent: "nothing came for two minutes",
  cancel: "Cancel",
  again: "Try again",
  busy: "Python computes …",
  stop: "Stop",
  stopped: "Stopped before there was an answer. Python starts anew.",
  checking: "Python checks this …",
  answer: "your answer",
} as const;
