// Starts Redoc on the document beside the page; nothing is asked from elsewhere.
Redoc.init("openapi.json", { expandResponses: "200,201", sortTagsAlphabetically: false }, document.getElementById("redoc"));
