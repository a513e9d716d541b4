//! Honest documents pass: what `prepare` rewrites is no error.

use super::super::{documents, lint};

#[test]
fn the_documents_of_the_workspace_are_clean() {
    for path in documents().expect("the documents' folder") {
        let text = std::fs::read_to_string(&path).expect("a readable document");
        let findings: Vec<String> = lint(&text)
            .findings
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            findings.is_empty(),
            "{}:\n{}",
            path.display(),
            findings.join("\n")
        );
    }
}

#[test]
fn what_the_compiler_rewrites_is_accepted() {
    let outcome = lint(ACCEPTED);
    let findings: Vec<String> = outcome.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert_eq!(
        (outcome.operations, outcome.handwritten, outcome.schemas),
        (6, 1, 6)
    );
}

const ACCEPTED: &str = r##"
openapi: 3.0.3
info: {title: Accepted, version: "1.2"}
servers: [{url: "http://localhost:1"}]
security: [{key: []}]
paths:
  /things/{id}:
    parameters:
      - $ref: "#/components/parameters/Id"
    get:
      operationId: get_thing
      tags: [things]
      summary: Get a thing
      parameters:
        - name: since
          in: query
          description: From when on
          schema: {type: string, format: date-time}
        - name: names
          in: query
          description: Which
          schema: {type: array, minItems: 1, items: {type: string}}
        - name: order
          in: query
          description: In which order
          schema: {type: string, enum: [up, down]}
        - name: Accept
          in: header
          description: What to send
          schema: {type: string}
      responses:
        "200":
          description: The thing
          headers:
            X-Count: {schema: {type: integer}, description: How many}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              example: {id: a}
        "202":
          description: The thing, soon
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              example: {id: a}
        "204": {description: Nothing to see}
        "304": {description: As before}
        "404": {$ref: "#/components/responses/Failure"}
        "500":
          description: Not found either, or a panic
          x-meaning:
            - {text: not found, kind: not-found, processed: false}
          content:
            application/json:
              schema:
                type: object
                properties: {error: {type: string}}
            text/plain: {}
    put:
      operationId: upload_thing
      tags: [things]
      description: Uploads a thing
      x-streaming: true
      x-idempotent: true
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
            example: {id: a}
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: {type: string, format: binary}
            encoding: {file: {contentType: application/octet-stream}}
      responses:
        "200":
          description: The bytes
          content:
            application/octet-stream: {schema: {type: string, format: binary}}
        4XX: {$ref: "#/components/responses/Failure"}
    patch:
      operationId: import_thing
      tags: [things]
      summary: Import a thing
      requestBody:
        required: true
        content:
          application/x-yaml: {schema: {type: string}}
      responses:
        "200":
          description: The thing
          content:
            application/yaml: {}
  /chat:
    post:
      operationId: chat
      tags: [chat]
      summary: Chat
      requestBody: {$ref: "#/components/requestBodies/Chat"}
      responses:
        "200":
          description: The answer
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Event"}}
              example: []
  /chat#stream:
    post:
      operationId: chat_stream
      tags: [chat]
      summary: Chat
      x-streaming: true
      requestBody: {$ref: "#/components/requestBodies/Chat"}
      responses:
        "200":
          description: The answer
          content:
            text/event-stream: {}
  /socket:
    get:
      operationId: open_socket
      tags: [chat]
      summary: Open a socket
      x-handwritten: a WebSocket
      parameters:
        - name: session
          in: cookie
          description: The session
          schema: {type: string, default: none}
      responses:
        "101": {description: A socket}
        "400":
          description: No upgrade
          content: {text/plain: {}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
  parameters:
    Id:
      name: id
      in: path
      required: true
      description: Which thing
      schema: {type: string, pattern: "^[a-z]+$", minLength: 1}
  requestBodies:
    Chat:
      required: true
      content:
        application/json:
          schema: {$ref: "#/components/schemas/Thing"}
          examples: {one: {value: {id: a}}}
  responses:
    Failure:
      description: A failure
      content:
        application/json:
          schema:
            type: object
            properties: {error: {description: A text or an object}}
        text/plain: {}
  schemas:
    Thing:
      type: object
      description: A thing
      required: [id]
      properties:
        id: {type: string, description: Its id}
        state:
          allOf: [{$ref: "#/components/schemas/State"}]
          nullable: true
        parent: {$ref: "#/components/schemas/Thing"}
        token: {type: string, description: A credential, x-secret: true}
        port: {type: integer, minimum: 1, maximum: 65535, default: 80, description: A port}
        labels:
          type: object
          description: Labels
          additionalProperties: {type: string}
        free: {type: object, description: Anything}
        any: {description: Any JSON value}
        default: {type: string, description: A property named like a keyword}
        $ref: {type: string, description: Likewise}
        x-odd: {type: string, description: Likewise}
      additionalProperties: {}
    State:
      type: string
      description: How a thing is
      enum: [up, down, unknown]
      x-open-enum: true
    Event:
      description: One of two
      oneOf:
        - {$ref: "#/components/schemas/Started"}
        - {$ref: "#/components/schemas/Ended"}
      discriminator: {propertyName: type}
    Started:
      type: object
      description: A start
      required: [type]
      properties:
        type: {type: string, enum: [started], description: The tag}
    Ended:
      type: object
      description: An end
      required: [type]
      properties:
        type: {type: string, enum: [ended], description: The tag}
        code: {type: integer, description: The code}
    Combined:
      description: Both
      allOf:
        - {$ref: "#/components/schemas/Thing"}
        - type: object
          required: [id, extra]
          properties:
            extra: {type: string, description: More}
"##;
