package dev.passerelle.registry.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PapersTest {

    private final Papers papers = new Papers(List.of("a/onnx/", "1_Pooling/"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "generation_config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json",
                "vocab.json",
                "vocab.txt",
                "merges.txt",
                "tokenizer.model",
                "spiece.model",
                "sentencepiece.bpe.model",
                "source.spm",
                "qwen.tiktoken",
                "chat_template.jinja",
                "chat_template.json",
                "additional_chat_templates/tool_use.jinja",
                "preprocessor_config.json",
                "modules.json",
                "config_sentence_transformers.json",
                "sentence_bert_config.json",
                "1_Pooling/config.json",
                "a/onnx/genai_config.json",
                "a/config.json",
                "README.md",
                "LICENSE",
                "LICENSE.txt",
                "NOTICE"
            })
    void includesData(String path) {
        assertThat(papers.include(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "pytorch_model.bin.index.json",
                "model.safetensors.index.json",
                "tokenization_x.py",
                "tokenizer.py",
                "LICENSE.py",
                "word2vec.model",
                "training_args.bin",
                "model.zip",
                "b/config.json",
                "optimizer.pt",
                "figure.png",
                ".gitattributes",
                "config.json.exe"
            })
    void leavesTheRest(String path) {
        assertThat(papers.include(path)).isFalse();
    }
}
