import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Posts what it is told to with the client that Java brings, as it is: it offers HTTP/2 on every new connection. */
class Desk {
    public static void main(String[] arguments) throws Exception {
        var client = HttpClient.newHttpClient();
        var text = "資格確認";
        var bodies = Stream.of(
            BodyPublishers.ofString(text),
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        for (var body : bodies.toList()) {
            for (var method : new String[] {"POST", "PUT"}) {
                var request = HttpRequest.newBuilder(URI.create(arguments[0])).method(method, body).build();
                var answer = client.send(request, BodyHandlers.ofString());
                System.out.println(answer.version() + " " + answer.statusCode() + " " + answer.body());
            }
        }
    }
}
